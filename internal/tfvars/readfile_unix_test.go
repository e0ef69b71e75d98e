//go:build unix

package tfvars

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestUnreadableFilesOnDisk(t *testing.T) {
	folder := t.TempDir()
	env := filepath.Join(folder, "env-vars")
	at := func(name string) string { return filepath.Join(env, name+".tfvars") }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Mkdir(env, 0o755))
	must(os.WriteFile(at("good"), []byte(`cluster_version = "1.34"`), 0o600))
	must(os.Symlink("good.tfvars", at("link")))
	must(syscall.Mkfifo(at("fifo"), 0o600))
	must(os.Mkdir(at("folder"), 0o755))
	must(os.Symlink("loop.tfvars", at("loop")))
	must(os.Symlink("nowhere", at("dangling")))
	must(os.Symlink(os.DevNull, at("device")))
	must(os.WriteFile(at("large"), nil, 0o600))
	must(os.Truncate(at("large"), 50<<20))

	reader := openDisk(t, folder, Names{})
	for name, want := range map[string]string{
		"fifo":     "This is a named pipe, where a regular file is expected.",
		"folder":   "This is a directory, where a regular file is expected.",
		"device":   "This is a device, where a regular file is expected.",
		"loop":     "The file could not be read: too many levels of symbolic links.",
		"dangling": "The file could not be read: no such file or directory.",
		"large":    "The file is larger than 1 MiB, which is the most that is read.",
	} {
		t.Run(name, func(t *testing.T) {
			unreadableEnvironment(t, reader.Read(name), "eks/env-vars/"+name+".tfvars: "+want, 0)
		})
	}
	for _, name := range []string{"good", "link"} {
		same(t, name, show(reader.Read(name).ClusterVersion), "1.34 cluster_version eks/env-vars/"+name+".tfvars:1:19")
	}
	sameLines(t, "environments", reader.Environments(), []string{"dangling", "device", "fifo", "folder", "good", "large", "link", "loop"})
}
