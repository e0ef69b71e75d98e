package main

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
)

// The tables are kept by hand, each row with its source. Cells with several
// values separate them by semicolons.
//
// resource_apis.csv leaves out the types whose own attributes name the API:
// kubernetes_manifest, kubernetes_labels, kubernetes_annotations,
// kubernetes_env, kubectl_manifest, kustomization_resource and helm_release.
//
//go:embed tables/*.csv
var tables embed.FS

// row is one line of a table by the names of its columns.
type row map[string]string

func readTable(name string) ([]row, error) {
	file, err := tables.Open("tables/" + name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(lines) < 2 {
		return nil, fmt.Errorf("%s: expected a line of column names and at least one more", name)
	}
	rows := make([]row, 0, len(lines)-1)
	for _, line := range lines[1:] {
		cells := row{}
		for i, column := range lines[0] {
			cells[column] = line[i]
		}
		rows = append(rows, cells)
	}
	return rows, nil
}

// record is one fact as the catalog's JSON holds it.
type record map[string]any

// record takes over the columns that hold something. Those of lists and flags
// are converted; a flag is "yes" or empty.
func (r row) record(columns ...column) (record, error) {
	fact := record{}
	for name, cell := range r {
		if cell != "" {
			fact[name] = cell
		}
	}
	for _, column := range columns {
		cell := r[column.name]
		switch {
		case cell == "":
		case column.list:
			fact[column.name] = strings.Split(cell, ";")
		case cell == "yes":
			fact[column.name] = true
		default:
			return nil, fmt.Errorf("%s is %q; expected yes or nothing", column.name, cell)
		}
	}
	return fact, nil
}

// column is one whose cells are not texts.
type column struct {
	name string
	list bool
}

func list(name string) column { return column{name: name, list: true} }
func flag(name string) column { return column{name: name} }

// records reads a table whose rows are facts as they stand.
func records(name string, columns ...column) ([]record, error) {
	rows, err := readTable(name)
	if err != nil {
		return nil, err
	}
	return recordsOf(name, rows, columns...)
}

func recordsOf(name string, rows []row, columns ...column) ([]record, error) {
	facts := make([]record, 0, len(rows))
	for _, row := range rows {
		fact, err := row.record(columns...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		facts = append(facts, fact)
	}
	return facts, nil
}
