package tfvars

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// counting counts how often each file is opened.
type counting struct {
	fs.FS
	opened sync.Map
}

func (c *counting) Open(name string) (fs.File, error) {
	count, _ := c.opened.LoadOrStore(name, new(atomic.Int32))
	count.(*atomic.Int32).Add(1)
	return c.FS.Open(name)
}

// Stat is the only way to look at a file without opening it.
func (c *counting) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

func TestReadIsCachedAndConcurrent(t *testing.T) {
	env := fstest.MapFS{}
	for i := range 20 {
		env[fmt.Sprintf("e%02d.tfvars", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "blue = { version = \"1.%d\" }", 10+i)}
	}
	envVars := &counting{FS: env}
	module := &counting{FS: fstest.MapFS{"v.tf": {Data: []byte(`variable "cluster_version" { default = "1.34" }`)}, "terraform.tfvars": {}}}
	reader, err := Open(Folder{EnvVars: envVars, Module: module}, Names{NodeGroupVersions: []string{"blue.version"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, opened := envVars.opened.Load("e00.tfvars"); opened {
		t.Error("Open has read an environment")
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i, name := range reader.Environments() {
				environment := reader.Read(name)
				if got, want := show(environment.NodeGroups[0].Version), fmt.Sprintf("1.%d blue.version %s.tfvars:1:20", 10+i, name); got != want {
					t.Errorf("%s, want %s", got, want)
				}
			}
			if unmatched := reader.Unmatched(reader.Environments()); unmatched != nil {
				t.Errorf("unmatched: %v", unmatched)
			}
		})
	}
	wait.Wait()
	for _, fsys := range []*counting{envVars, module} {
		fsys.opened.Range(func(name, count any) bool {
			if got := count.(*atomic.Int32).Load(); got != 1 {
				t.Errorf("%s was opened %d times", name, got)
			}
			return true
		})
	}
}

// writeEnvironments makes a root module with many environments of some twenty
// lines.
func writeEnvironments(t testing.TB, count int) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata/eks")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/eks/env-vars/prod.tfvars")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, "\nregion = \"eu-central-1\"\n# reviewed\npdb = {\n  enabled = true\n}\n"...)
	for i := range count {
		if err := os.WriteFile(filepath.Join(folder, "env-vars", fmt.Sprintf("e%04d.tfvars", i)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func BenchmarkThousandEnvironments(b *testing.B) {
	folder := writeEnvironments(b, 1000)
	for _, names := range []Names{{NodeGroupVersions: []string{"blue.version", "green.version"}}, {}} {
		b.Run(fmt.Sprintf("%d-paths", len(names.NodeGroupVersions)), func(b *testing.B) {
			for b.Loop() {
				reader := openDisk(b, folder, names)
				for _, name := range reader.Environments() {
					if environment := reader.Read(name); !environment.ClusterVersion.IsKnown() || len(environment.Problems) > 0 {
						b.Fatalf("%+v", environment)
					}
				}
			}
		})
	}
}
