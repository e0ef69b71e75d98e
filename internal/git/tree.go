package git

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// entry is one line of a tree object.
type entry struct {
	name string
	mode fs.FileMode
	id   string
	// submodule entries name a commit of another repository.
	submodule bool
}

func (e entry) isLink() bool { return e.mode&fs.ModeSymlink != 0 }

// tree is a tree object, sorted by name.
type tree []entry

func (t tree) find(name string) (entry, bool) {
	i, ok := slices.BinarySearchFunc(t, name, func(e entry, name string) int {
		return strings.Compare(e.name, name)
	})
	if !ok {
		return entry{}, false
	}
	return t[i], true
}

// parseTree reads a tree object whose ids are idLen bytes long: entries of
// "<octal mode> <name>\0<raw id>".
func parseTree(data []byte, idLen int) (tree, error) {
	var t tree
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		mode, name, spaced := strings.Cut(string(head), " ")
		if !ok || !spaced || len(rest) < idLen {
			return nil, fmt.Errorf("entry %d is cut off", len(t)+1)
		}
		// Such names would let a path mean something else than it says.
		if name == "" || name == "." || name == ".." || strings.Contains(name, "/") {
			return nil, fmt.Errorf("entry %d has the name %q", len(t)+1, name)
		}
		e, err := newEntry(mode, name, hex.EncodeToString(rest[:idLen]))
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", len(t)+1, err)
		}
		t = append(t, e)
		data = rest[idLen:]
	}
	// git sorts a folder as if its name ended in a slash; fs.ReadDirFS does not.
	slices.SortFunc(t, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for i := 1; i < len(t); i++ {
		if t[i].name == t[i-1].name {
			return nil, fmt.Errorf("the name %q occurs twice", t[i].name)
		}
	}
	return t, nil
}

func newEntry(mode, name, id string) (entry, error) {
	bits, err := strconv.ParseUint(mode, 8, 16)
	if err != nil {
		return entry{}, fmt.Errorf("the mode %q is not an octal number of git", mode)
	}
	e := entry{name: name, id: id}
	switch bits & 0o170000 {
	case 0o100000:
		e.mode = 0o644
		if bits&0o100 != 0 {
			e.mode = 0o755
		}
	case 0o040000:
		e.mode = fs.ModeDir | 0o755
	case 0o120000:
		e.mode = fs.ModeSymlink | 0o777
	case 0o160000:
		// A folder in the work tree, so a walk meets the error of opening it
		// instead of passing over files in silence.
		e.mode = fs.ModeDir | fs.ModeIrregular | 0o755
		e.submodule = true
	default:
		return entry{}, fmt.Errorf("the mode %q is of no kind git knows", mode)
	}
	return e, nil
}
