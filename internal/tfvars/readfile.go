package tfvars

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"unicode/utf8"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// maxFileSize is what one file may have. HCL needs some hundred bytes of memory
// for each byte of a file that is all punctuation; no file that people write
// comes near this size.
const maxFileSize = 1 << 20

const remedyUTF8 = "Save the file as UTF-8."

// readFile reads one file of text. It looks at what the file is before it opens
// it: opening a named pipe would wait for ever.
func readFile(fsys fs.FS, name string, source upgrade.Source) (*document, *upgrade.Problem) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, unreadable(source, err)
	}
	if !info.Mode().IsRegular() {
		return nil, problemAt(source, "Remove it or give it another name: a name that ends in .tfvars or .tfvars.json is read as a file of values.",
			"This is %s, where a regular file is expected.", fileType(info.Mode()))
	}
	if info.Size() > maxFileSize {
		return nil, tooLarge(source)
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(source, err)
	}
	defer file.Close() // nothing was written
	// The file may have grown since.
	text, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err != nil {
		return nil, unreadable(source, err)
	}
	return newDocument(text, name, source)
}

// newDocument makes a document of what a file holds.
func newDocument(text []byte, name string, source upgrade.Source) (*document, *upgrade.Problem) {
	if len(text) > maxFileSize {
		return nil, tooLarge(source)
	}
	document := &document{source: source, text: text, json: isJSON(name)}
	return document, document.decode()
}

// decode drops a byte order mark and refuses what is not UTF-8.
func (d *document) decode() *upgrade.Problem {
	d.text = bytes.TrimPrefix(d.text, []byte("\xEF\xBB\xBF"))
	if isUTF16(d.text) {
		return problemAt(d.source, remedyUTF8, "The file is UTF-16, where UTF-8 is expected.")
	}
	if utf8.Valid(d.text) {
		return nil
	}
	valid := 0
	for valid < len(d.text) {
		r, size := utf8.DecodeRune(d.text[valid:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		valid += size
	}
	source := d.source
	source.Line = lineAt(d.text, valid)
	return problemAt(source, remedyUTF8, "The file is not UTF-8: this line has the byte 0x%02X in a place where no character has it.", d.text[valid])
}

// isUTF16 looks for a byte order mark, and without one for the zero byte that
// an ASCII character has in UTF-16.
func isUTF16(text []byte) bool {
	if len(text) < 2 {
		return false
	}
	switch {
	case text[0] == 0xFF && text[1] == 0xFE, text[0] == 0xFE && text[1] == 0xFF:
		return true
	default:
		return (text[0] == 0) != (text[1] == 0)
	}
}

func lineAt(text []byte, offset int) int { return 1 + bytes.Count(text[:offset], []byte("\n")) }

func unreadable(source upgrade.Source, err error) *upgrade.Problem {
	remedy := "Make the file readable, or remove it."
	switch {
	case errors.Is(err, fs.ErrPermission):
		remedy = "Let the user who runs this read the file."
	case errors.Is(err, fs.ErrNotExist):
		remedy = "Put the file there; where it is a symbolic link, correct what it points at."
	}
	return problemAt(source, remedy, "The file could not be read: %s.", reason(err))
}

// reason is the operating system's part of an error, without the operation and
// the path, which the message has already.
func reason(err error) string {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	return err.Error()
}

func tooLarge(source upgrade.Source) *upgrade.Problem {
	return problemAt(source, "Check that this is the file that is meant, or move what is no setting out of it.",
		"The file is larger than %d MiB, which is the most that is read.", maxFileSize>>20)
}

func fileType(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	default:
		return "a device"
	}
}
