package atomicfile

// Read gives the content of a file that Replace may replace, and the error that
// Replace would give for one that it refuses.
func Read(dir, name string) ([]byte, error) {
	var content []byte
	err := with(dir, name, func(t target) error {
		found, err := t.read()
		content = found.content
		return err
	})
	return content, err
}
