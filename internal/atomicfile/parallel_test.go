package atomicfile

import (
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Each success counts one up, so none may be lost and none may be made twice.
func TestParallelWriters(t *testing.T) {
	const writers, each = 8, 5
	dir := folderWith(t, file, "0")
	deadline := time.Now().Add(time.Minute)
	var refused atomic.Int64
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for range each {
				for {
					err := Replace(dir, file, countUp)
					if err == nil {
						break
					}
					if !fromAnotherRun(err) || time.Now().After(deadline) {
						t.Error(err)
						return
					}
					refused.Add(1)
					time.Sleep(rand.N(20 * time.Millisecond))
				}
			}
		})
	}
	group.Wait()
	t.Logf("%d writes, %d refused", writers*each, refused.Load())
	holds(t, filepath.Join(dir, file), strconv.Itoa(writers*each))
	names(t, dir, file)
}

func countUp(current []byte) ([]byte, error) {
	count, err := strconv.Atoi(string(current))
	return []byte(strconv.Itoa(count + 1)), err
}

// Files of one folder do not get in each other's way.
func TestParallelFiles(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	for _, name := range []string{"cc.tfvars", "dev.tfvars", "lab.tfvars", "prod.tfvars", "stg.tfvars", "stg2.tfvars"} {
		write(t, filepath.Join(dir, name), "0")
		group.Go(func() {
			for range 10 {
				if err := Replace(dir, name, countUp); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for _, name := range []string{"cc.tfvars", "dev.tfvars", "lab.tfvars", "prod.tfvars", "stg.tfvars", "stg2.tfvars"} {
		holds(t, filepath.Join(dir, name), "10")
	}
}
