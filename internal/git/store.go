package git

import (
	"context"
	"fmt"
	"io/fs"
	"sync"
)

const (
	// maxFile is the largest file that is read.
	maxFile = 8 << 20
	// maxFolder is the largest tree object that is read: some 200,000 names.
	maxFolder = 8 << 20
	// maxKept bounds the file contents held in memory; beyond it files are
	// read again.
	maxKept = 64 << 20
)

var limits = map[string]int64{"blob": maxFile, "tree": maxFolder}

// store reads objects through one cat-file process and remembers them. An
// object never changes under its id, so nothing remembered goes stale.
type store struct {
	ctx    context.Context
	git    runner
	commit string

	mu     sync.Mutex
	proc   *catFile
	closed bool
	root   string // id of the commit's tree, once known
	trees  map[string]tree
	blobs  map[string]blob
	kept   int64
}

// blob is a file's content, nil when it is larger than maxFile.
type blob struct {
	size int64
	data []byte
}

func newStore(ctx context.Context, git runner, commit string) *store {
	return &store{ctx: ctx, git: git, commit: commit, trees: map[string]tree{}, blobs: map[string]blob{}}
}

// close ends the process. What is read later is fs.ErrClosed.
func (s *store) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.proc != nil {
		s.proc.stop()
		s.proc = nil
	}
}

// rootTree is the id of the commit's tree.
func (s *store) rootTree() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.root != "" && !s.closed {
		return s.root, nil
	}
	o, err := s.ask(s.commit+"^{tree}", "tree")
	if err != nil {
		return "", err
	}
	if err := s.keepTree(o); err != nil {
		return "", err
	}
	s.root = o.id
	return s.root, nil
}

// tree reads a folder. The caller must not change it.
func (s *store) tree(id string) (tree, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.trees[id]; ok && !s.closed {
		return t, nil
	}
	o, err := s.ask(id, "tree")
	if err != nil {
		return nil, err
	}
	if err := s.keepTree(o); err != nil {
		return nil, err
	}
	return s.trees[id], nil
}

func (s *store) keepTree(o object) error {
	if o.data == nil {
		return fail(ErrTooLarge, fmt.Sprintf("the git folder %s has %d bytes of names, and at most %d are read", o.id, o.size, maxFolder))
	}
	t, err := parseTree(o.data, len(s.commit)/2)
	if err != nil {
		return fail(ErrGitFailed, fmt.Sprintf("the git folder %s in the repository of %s is damaged: %v: run `git fsck`", o.id, s.git.dir, err))
	}
	s.trees[o.id] = t
	return nil
}

// blob reads a file. The caller must not change it.
func (s *store) blob(id string) (blob, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b, ok := s.blobs[id]; ok && !s.closed {
		return b, nil
	}
	o, err := s.ask(id, "blob")
	if err != nil {
		return blob{}, err
	}
	b := blob{size: o.size, data: o.data}
	if s.kept+int64(len(b.data)) <= maxKept {
		s.kept += int64(len(b.data))
		s.blobs[id] = b
	}
	return b, nil
}

// ask reads an object of a kind, starting the process when there is none: at
// first, and after one ended.
func (s *store) ask(name, kind string) (object, error) {
	if s.closed {
		return object{}, fs.ErrClosed
	}
	// The context's end kills the process, but not at once.
	if s.ctx.Err() != nil {
		return object{}, s.git.ended(s.ctx, s.ctx.Err(), "cat-file")
	}
	if s.proc == nil {
		proc, err := startCatFile(s.ctx, s.git)
		if err != nil {
			return object{}, err
		}
		s.proc = proc
	}
	o, usable, err := s.proc.ask(name, limits)
	if !usable {
		s.proc = nil
	}
	if err != nil {
		return object{}, err
	}
	if o.kind != kind {
		return object{}, fail(ErrGitFailed, fmt.Sprintf("the git object %s in the repository of %s is a %s and not a %s: run `git fsck`", name, s.git.dir, o.kind, kind))
	}
	return o, nil
}

// content is the data of a file that is small enough to be read.
func (s *store) content(id string) ([]byte, error) {
	b, err := s.blob(id)
	if err != nil {
		return nil, err
	}
	if b.data == nil {
		return nil, fail(ErrTooLarge, fmt.Sprintf("the file has %d bytes at commit %s, and at most %d are read", b.size, short(s.commit), maxFile))
	}
	return b.data, nil
}
