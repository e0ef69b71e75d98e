// Gen writes the facts that the catalog embeds besides the EKS calendar: from
// the lifecycle methods of k8s.io/api, and from tables that are kept by hand.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "catalog/gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("expected the file to write, such as facts.json, and got %d arguments", len(args))
	}
	data, err := generate()
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], data, 0o644)
}

// generate gives the facts as the catalog's JSON. It gives the same bytes for
// the same tables and the same k8s.io/api.
func generate() ([]byte, error) {
	rows, err := apis()
	if err != nil {
		return nil, err
	}
	facts := map[string][]record{}
	if facts["apis"], err = recordsOf("apis", rows); err != nil {
		return nil, err
	}
	if facts["addons"], err = addons(); err != nil {
		return nil, err
	}
	if facts["resource_apis"], err = records("resource_apis.csv", flag("discovered")); err != nil {
		return nil, err
	}
	if facts["amis"], err = records("amis.csv", list("paths")); err != nil {
		return nil, err
	}
	if facts["notes"], err = records("notes.csv", list("signs")); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(facts)
	return text.Bytes(), err
}
