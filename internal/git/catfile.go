package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// catFile is a running "git cat-file --batch": one object per line asked,
// without textconv, filters or hooks.
type catFile struct {
	git    runner
	ctx    context.Context
	cancel context.CancelFunc
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *head
}

// object is what cat-file says about a name. Its data is nil when it is
// larger than the caller wanted.
type object struct {
	header
	data []byte
}

func startCatFile(ctx context.Context, git runner) (*catFile, error) {
	own, cancel := context.WithCancel(ctx)
	p := &catFile{git: git, ctx: ctx, cancel: cancel, stderr: &head{limit: maxComplaint}}
	p.cmd = git.command(own, "cat-file", "--batch")
	p.cmd.Stderr = p.stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		cancel()
		return nil, git.broken(err, "cat-file")
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		cancel()
		return nil, git.broken(err, "cat-file")
	}
	p.in, p.out = in, bufio.NewReaderSize(out, 64<<10)
	if err := p.cmd.Start(); err != nil {
		cancel()
		if ctx.Err() != nil {
			return nil, git.ended(ctx, ctx.Err(), "cat-file")
		}
		return nil, git.broken(err, "cat-file")
	}
	return p, nil
}

// ask reads the object of that name, without its data when it is above the
// limit for its type. It reports whether the process can be asked again;
// otherwise it has ended.
func (p *catFile) ask(name string, limits map[string]int64) (object, bool, error) {
	late := time.AfterFunc(p.git.timeout, p.cancel)
	o, intact, err := p.exchange(name, limits)
	onTime := late.Stop()
	if intact && onTime {
		return o, true, err
	}
	p.stop()
	if intact || err == nil {
		return o, false, err
	}
	switch {
	case p.ctx.Err() != nil:
		err = p.git.ended(p.ctx, p.ctx.Err(), "cat-file")
	case !onTime:
		err = p.git.ended(p.ctx, context.DeadlineExceeded, "cat-file")
	case p.stderr.String() != "":
		// The process died; what it said matters more than the broken pipe.
		err = p.git.refused(answer{code: p.cmd.ProcessState.ExitCode(), stderr: p.stderr.String()}, "cat-file")
	default:
		err = &failure{ErrGitFailed, fmt.Sprintf("git cat-file in %s broke off while reading %s: %v", p.git.dir, name, err), err}
	}
	return object{}, false, err
}

// exchange asks for one object. It reports whether the process is ready for
// the next question.
func (p *catFile) exchange(name string, limits map[string]int64) (object, bool, error) {
	if _, err := io.WriteString(p.in, name+"\n"); err != nil {
		return object{}, false, err
	}
	line, err := p.out.ReadSlice('\n')
	if err != nil {
		return object{}, false, err
	}
	h, err := parseHeader(strings.TrimSuffix(string(line), "\n"))
	if errors.Is(err, errAbsent) {
		return object{}, true, missing(name, p.git.dir)
	}
	if err != nil {
		return object{}, false, err
	}
	if h.size > limits[h.kind] {
		// Ending the process is cheaper than having it send a huge file.
		return object{header: h}, false, nil
	}
	data := make([]byte, h.size+1)
	if _, err := io.ReadFull(p.out, data); err != nil {
		return object{}, false, err
	}
	if data[h.size] != '\n' {
		return object{}, false, fmt.Errorf("no line break after the %d bytes of the object", h.size)
	}
	return object{header: h, data: data[:h.size:h.size]}, true, nil
}

// stop ends the process and waits for it.
func (p *catFile) stop() {
	p.in.Close()
	p.cancel()
	_ = p.cmd.Wait()
}

func missing(name, dir string) error {
	return fail(ErrMissingObject, fmt.Sprintf(
		"the git object %s is not in the repository of %s, and nothing is fetched here: in a partial clone run `git cat-file -p %s` once or clone without --filter, otherwise run `git fsck`",
		name, dir, name))
}

// header is the line cat-file writes before an object.
type header struct {
	id, kind string
	size     int64
}

var errAbsent = errors.New("absent")

// parseHeader reads "<id> <type> <size>". It returns errAbsent for
// "<name> missing".
func parseHeader(line string) (header, error) {
	fields := strings.Split(line, " ")
	if len(fields) == 2 && fields[1] == "missing" {
		return header{}, errAbsent
	}
	if len(fields) != 3 || !isID(fields[0]) {
		return header{}, fmt.Errorf("cat-file wrote %q, not an id, a type and a size", line)
	}
	size, err := strconv.ParseUint(fields[2], 10, 62)
	if err != nil {
		return header{}, fmt.Errorf("cat-file wrote the size %q, not a number of bytes", fields[2])
	}
	switch kind := fields[1]; kind {
	case "blob", "tree", "commit", "tag":
		return header{id: fields[0], kind: kind, size: int64(size)}, nil
	default:
		return header{}, fmt.Errorf("cat-file wrote the type %q, not one git knows", kind)
	}
}
