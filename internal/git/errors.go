package git

import (
	"errors"
	"strings"
	"unicode"
)

// The kinds of failure, told apart with errors.Is. An error of this package
// carries exactly one of them, unless its cause is a context that ended
// (context.Canceled, context.DeadlineExceeded) or a plain file-system error
// (fs.ErrNotExist, fs.ErrInvalid, fs.ErrClosed), which it then carries instead.
var (
	// ErrGitMissing: there is no git program on PATH. Also exec.ErrNotFound.
	ErrGitMissing = errors.New("git is not installed")
	// ErrNotCheckout: the folder is in no work tree, which includes folders
	// inside .git and bare repositories.
	ErrNotCheckout = errors.New("not in a git checkout")
	// ErrForeignOwner: git refuses the repository because another user owns it.
	ErrForeignOwner = errors.New("the git repository has another owner")
	// ErrBadRef: the text cannot be a ref, and git was not asked.
	ErrBadRef = errors.New("not a git ref")
	// ErrUnknownRef: the ref names no commit of this clone.
	ErrUnknownRef = errors.New("unknown git ref")
	// ErrNoCommits: HEAD has no commit yet.
	ErrNoCommits = errors.New("no git commits yet")
	// ErrNoMergeBase: HEAD and the ref share no commit in this clone.
	ErrNoMergeBase = errors.New("no merge base")
	// ErrMissingObject: the clone is partial or damaged and lacks an object.
	ErrMissingObject = errors.New("missing git object")
	// ErrTooLarge: the file or folder is above the size that is read.
	ErrTooLarge = errors.New("too large")
	// ErrSymlinkLoop: following symlinks did not come to an end.
	ErrSymlinkLoop = errors.New("symlink loop")
	// ErrOutside: a path, or the target of a symlink, leaves the checkout.
	ErrOutside = errors.New("outside the git checkout")
	// ErrSubmodule: the path is a submodule or inside one.
	ErrSubmodule = errors.New("a git submodule")
	// ErrGitFailed: git failed in a way that is none of the above.
	ErrGitFailed = errors.New("git failed")
)

// failure pairs a message meant for a person with the kind meant for errors.Is,
// so that the message need not repeat the words of the kind.
type failure struct {
	kind  error
	text  string
	cause error
}

func (f *failure) Error() string { return f.text }

func (f *failure) Unwrap() []error {
	if f.cause == nil {
		return []error{f.kind}
	}
	return []error{f.kind, f.cause}
}

func fail(kind error, text string) error { return &failure{kind: kind, text: text} }

// complaint turns what git wrote to stderr into one line fit for an error text:
// no "fatal:", no line breaks, no terminal control characters.
func complaint(stderr string) string {
	var lines []string
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		line = strings.TrimPrefix(line, "fatal: ")
		line = strings.TrimPrefix(line, "error: ")
		if line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return "git gave no reason"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, strings.Join(lines, "; "))
}

// fatalLine reports whether a line of stderr begins with "fatal: " and start.
// Searching anywhere in the text would let a folder's name decide the kind.
func fatalLine(stderr, start string) bool {
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "fatal: "+start) {
			return true
		}
	}
	return false
}
