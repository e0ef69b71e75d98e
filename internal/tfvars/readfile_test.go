package tfvars

import (
	"io/fs"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestEnvironments(t *testing.T) {
	module := fstest.MapFS{
		"prod.tfvars": {}, "dev.tfvars.json": {}, "a.b.tfvars": {}, "größe.tfvars": {},
		".hidden.tfvars": {}, ".tfvars": {}, "old.tfvars~": {}, "x.tf": {}, "README.md": {}, "tfvars": {}, "sub/lab.tfvars": {},
		"terraform.tfvars": {}, "terraform.tfvars.json": {}, "x.auto.tfvars": {}, "y.auto.tfvars.json": {},
	}
	for shared, want := range map[bool][]string{
		true:  {"a.b", "dev", "größe", "prod"},
		false: {"a.b", "dev", "größe", "prod", "terraform", "x.auto", "y.auto"},
	} {
		reader, err := Open(Folder{EnvVars: module, Module: module, Shared: shared}, Names{})
		if err != nil {
			t.Fatal(err)
		}
		sameLines(t, "environments", reader.Environments(), want)
		reader.Environments()[0] = "changed"
		sameLines(t, "environments again", reader.Environments(), want)
	}
}

func TestNoSuchEnvironment(t *testing.T) {
	reader := files{"env-vars/prod.tfvars": "", "terraform.tfvars": `cluster_version = "1.34"`}.open(t, Names{})
	for _, name := range []string{"gone", "../terraform", ""} {
		environment := reader.Read(name)
		if environment.Exists || environment.SetsClusterVersion || len(environment.Problems)+len(environment.NodeGroups) > 0 {
			t.Errorf("%q: %+v", name, environment)
		}
	}
	gone := reader.Read("gone")
	same(t, "file", gone.File, "env-vars/gone.tfvars")
	same(t, "cluster version", show(gone.ClusterVersion), "absent  env-vars/gone.tfvars:0:0")
	same(t, "cluster name", show(gone.ClusterName), "absent  env-vars/gone.tfvars:0:0")
	same(t, "region", show(gone.Region), "absent  env-vars/gone.tfvars:0:0")
}

// unreadableEnvironment checks all that is left of an environment whose file
// cannot be read.
func unreadableEnvironment(t *testing.T, environment Environment, want string, line int) {
	t.Helper()
	sentences(t, environment.Problems)
	sameLines(t, "problems", messages(environment.Problems), []string{want})
	if !environment.Exists || environment.SetsClusterVersion || len(environment.NodeGroups) > 0 {
		t.Errorf("%+v", environment)
	}
	if got := environment.Problems[0].Source.Line; got != line {
		t.Errorf("line %d, want %d", got, line)
	}
	for _, claim := range []string{show(environment.ClusterVersion), show(environment.ClusterName), show(environment.Region)} {
		same(t, "claim", claim, "unknown: "+want)
	}
}

func TestUnreadableText(t *testing.T) {
	const file = "env-vars/prod.tfvars"
	tests := map[string]struct {
		files files
		want  string
		line  int
	}{
		"UTF-16, little endian":  {prod("\xFF\xFEa\x00 \x00"), file + ": The file is UTF-16, where UTF-8 is expected.", 0},
		"UTF-16, big endian":     {prod("\xFE\xFF\x00a"), file + ": The file is UTF-16, where UTF-8 is expected.", 0},
		"UTF-16 without a mark":  {prod("a\x00 \x00=\x00"), file + ": The file is UTF-16, where UTF-8 is expected.", 0},
		"Latin-1":                {prod("a = 1\r\n# gr\xF6\xDFe\n"), file + ":2: The file is not UTF-8: this line has the byte 0xF6 in a place where no character has it.", 2},
		"a replacement is valid": {prod("a = \"\uFFFD\"\nb = \"\xF0\x9F\"\n"), file + ":2: The file is not UTF-8: this line has the byte 0xF0 in a place where no character has it.", 2},
		"Latin-1 in JSON":        {prodJSON("{\n\n\"a\": \"\xF6\"}"), file + ".json:3: The file is not UTF-8: this line has the byte 0xF6 in a place where no character has it.", 3},
		"a syntax error":         {prod("a = 1\nb = = 2\n"), file + ":2: Invalid expression: Expected the start of an expression, but found an invalid expression token.", 2},
		"two errors":             {prod("a = 1\na = 2\na = 3\n"), file + ":2: Attribute redefined: The argument \"a\" was already set at env-vars/prod.tfvars:1,1-2. Each argument may be set only once. There is 1 more error in this file.", 2},
		"three errors":           {prod("a = 'b'\nc = 'd' #'\n"), file + ":1: Invalid character: Single quotes are not valid. Use double quotes (\") to enclose strings. There are 2 more errors in this file.", 1},
		"a block":                {prod("a = 1\nb {\n}\n"), file + ":2: Unexpected \"b\" block: Blocks are not allowed here.", 2},
		"a syntax error in JSON": {prodJSON("{\n\"a\": 1,\n}"), file + ".json:2: Trailing comma in object: JSON does not permit a trailing comma after the final property in an object.", 2},
		"a key twice in JSON":    {prodJSON("{\"a\": 1,\n\"a\": 2}"), file + ".json:2: Duplicate attribute definition: The argument \"a\" was already set at env-vars/prod.tfvars.json:1,2-8.", 2},
		"empty JSON":             {prodJSON(""), file + ".json:1: Missing value: The JSON data ends prematurely.", 1},
		"JSON that is a list":    {prodJSON("[]"), file + ".json:1: Incorrect JSON value type: A JSON object is required here, setting the arguments for this block.", 1},
		"no JSON keyword":        {prodJSON("{\"a\":\nTrue}"), file + ".json:2: Invalid JSON keyword: A JSON value is a text in quotes, a number, true, false, null, a list or an object.", 2},
		"a key that is no text":  {prodJSON("{1: 2}"), file + ".json:1: Invalid object property name: A JSON object property name must be a string.", 1},
		"both syntaxes":          {files{file: "", file + ".json": "{}"}, "There are both env-vars/prod.tfvars and env-vars/prod.tfvars.json, and which of them Terraform is given is not known.", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			unreadableEnvironment(t, test.files.read(t, Names{}), test.want, test.line)
		})
	}
}

// failing is a folder in which one file does something else on Open, after Stat
// went well.
type failing struct {
	fstest.MapFS
	open func(name string) (fs.File, error)
}

func (f failing) Open(name string) (fs.File, error) {
	if name == "prod.tfvars" {
		return f.open(name)
	}
	return f.MapFS.Open(name)
}

// grown is a file that has more to read than its size says, or an error.
type grown struct {
	fs.File
	err error
}

func (g grown) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}

func TestFilesThatFailLater(t *testing.T) {
	module := fstest.MapFS{"prod.tfvars": {Data: []byte("a = 1"), Mode: 0o644}, "terraform.tfvars": {}}
	file := func(err error) func(string) (fs.File, error) {
		return func(name string) (fs.File, error) {
			file, openErr := module.Open(name)
			return grown{file, err}, openErr
		}
	}
	for name, test := range map[string]struct {
		open func(string) (fs.File, error)
		want string
	}{
		"permission denied": {func(name string) (fs.File, error) {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
		},
			"env/prod.tfvars: The file could not be read: permission denied."},
		"an error that is bare": {func(string) (fs.File, error) { return nil, fs.ErrClosed }, "env/prod.tfvars: The file could not be read: file already closed."},
		"grown":                 {file(nil), "env/prod.tfvars: The file is larger than 1 MiB, which is the most that is read."},
		"an error in reading":   {file(&fs.PathError{Op: "read", Path: "prod.tfvars", Err: syscall.EIO}), "env/prod.tfvars: The file could not be read: input/output error."},
	} {
		t.Run(name, func(t *testing.T) {
			reader, err := Open(Folder{EnvVars: failing{module, test.open}, EnvVarsPath: "env"}, Names{})
			if err != nil {
				t.Fatal(err)
			}
			unreadableEnvironment(t, reader.Read("prod"), test.want, 0)
		})
	}
}

// A file that is too large by its size is refused without reading it.
func TestLargeFileIsNotOpened(t *testing.T) {
	folder := failing{fstest.MapFS{"prod.tfvars": {Data: make([]byte, maxFileSize+1)}}, nil}
	reader, err := Open(Folder{EnvVars: statOnly{folder}}, Names{})
	if err != nil {
		t.Fatal(err)
	}
	unreadableEnvironment(t, reader.Read("prod"), "prod.tfvars: The file is larger than 1 MiB, which is the most that is read.", 0)
}

// statOnly looks at files without opening them.
type statOnly struct{ failing }

func (f statOnly) Stat(name string) (fs.FileInfo, error) { return f.MapFS.Stat(name) }

// A commit has symbolic links as files of their own kind.
func TestSymbolicLinkInACommit(t *testing.T) {
	commit := linkFS{fstest.MapFS{"prod.tfvars": {Data: []byte("../x"), Mode: fs.ModeSymlink | 0o777}}}
	reader, err := Open(Folder{EnvVars: commit, Source: upgrade.Source{Kind: upgrade.SourceGit, Ref: "git:main"}}, Names{})
	if err != nil {
		t.Fatal(err)
	}
	unreadableEnvironment(t, reader.Read("prod"), "git:main, prod.tfvars: This is a symbolic link, where a regular file is expected.", 0)
}

// linkFS does not follow symbolic links.
type linkFS struct{ fstest.MapFS }

func (f linkFS) Stat(name string) (fs.FileInfo, error) { return f.Lstat(name) }

func TestRemedies(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{fs.ErrPermission, "Let the user who runs this read the file."},
		{syscall.EACCES, "Let the user who runs this read the file."},
		{syscall.ENOENT, "Put the file there; where it is a symbolic link, correct what it points at."},
		{syscall.ELOOP, "Make the file readable, or remove it."},
	} {
		same(t, test.err.Error(), unreadable(upgrade.Source{File: "f"}, test.err).Remediation, test.want)
	}
}

func TestFileType(t *testing.T) {
	for mode, want := range map[fs.FileMode]string{
		fs.ModeDir: "a directory", fs.ModeNamedPipe: "a named pipe", fs.ModeSocket: "a socket", fs.ModeSymlink: "a symbolic link",
		fs.ModeDevice: "a device", fs.ModeDevice | fs.ModeCharDevice: "a device",
	} {
		same(t, mode.String(), fileType(mode), want)
	}
}
