package main

import (
	"bytes"
	"testing"
)

const nextPrinted = "" +
	"dev: control plane 1.34 -> 1.35, and env-vars/dev.tfvars asks for just that\n  Run: ./launch.sh dev\n\n" +
	"prod: control plane 1.34 -> 1.35\n" +
	"--- env-vars/prod.tfvars\n+++ env-vars/prod.tfvars\n@@ -3 +3 @@\n" +
	"-cluster_version = \"1.36\"\n+cluster_version = \"1.35\"\n" +
	"  Run: ./launch.sh prod\n\n" +
	"The files ask for the first step alone now.\n"

func TestBlockOf(t *testing.T) {
	const dev = "dev: control plane 1.34 -> 1.35, and env-vars/dev.tfvars asks for just that\n  Run: ./launch.sh dev\n"
	if found := blockOf(nextPrinted, "dev"); found != dev {
		t.Errorf("expected %q, found %q", dev, found)
	}
	if found := blockOf(nextPrinted, "pro"); found != "" {
		t.Errorf("an environment that is not there: found %q", found)
	}
}

func TestShowsEdits(t *testing.T) {
	step := lineEdit{old: `cluster_version = "1.36"`, new: `cluster_version = "1.35"`}
	for name, test := range map[string]struct {
		environment string
		edits       []lineEdit
		wrong       string
	}{
		"just the edit":      {"prod", []lineEdit{step}, ""},
		"another version":    {"prod", []lineEdit{{old: step.old, new: `cluster_version = "1.34"`}}, `+cluster_version = "1.34"`},
		"one edit is left":   {"prod", []lineEdit{step, {old: "a = 1", new: "a = 2"}}, "+a = 2"},
		"nothing to be seen": {"prod", nil, "expected the edits"},
		"no diff":            {"dev", []lineEdit{step}, "expected the edits"},
		"nothing said":       {"stg", []lineEdit{step}, "expected the edits"},
	} {
		t.Run(name, func(t *testing.T) {
			expectProblem(t, showsEdits(blockOf(nextPrinted, test.environment), test.edits), test.wrong)
		})
	}
}

func TestChangedLines(t *testing.T) {
	found := changedLines("a\nb\nc\n", "a\nB\nc\n")
	if want := (lineEdit{old: "b", new: "B"}); len(found) != 1 || found[0] != want {
		t.Errorf("expected %v, found %v", want, found)
	}
	if found := changedLines(aFile, aFile); len(found) != 0 {
		t.Errorf("the same text: found %v", found)
	}
}

func TestPainted(t *testing.T) {
	const block = "--- a\n+++ a\n@@ -1 +1 @@\n-old\n+new\n  Run: it\n"
	if found := painted(newScreen(&bytes.Buffer{}, false), block); found != block {
		t.Errorf("without colour: found %q", found)
	}
	const colored = "--- a\n+++ a\n@@ -1 +1 @@\n\x1b[31m-old\x1b[0m\n\x1b[32m+new\x1b[0m\n  Run: it\n"
	if found := painted(newScreen(&bytes.Buffer{}, true), block); found != colored {
		t.Errorf("with colour: found %q", found)
	}
}
