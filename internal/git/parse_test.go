package git

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

var rawID = strings.Repeat("\x01\xab", 10)

func TestParseTree(t *testing.T) {
	got, err := parseTree([]byte("100644 a.b\x00"+rawID+"40000 a\x00"+rawID+"120000 l\x00"+rawID+"160000 m\x00"+rawID+"100755 x\x00"+rawID), 20)
	if err != nil {
		t.Fatal(err)
	}
	id := strings.Repeat("01ab", 10)
	want := tree{
		{"a", fs.ModeDir | 0o755, id, false}, {"a.b", 0o644, id, false}, {"l", fs.ModeSymlink | 0o777, id, false},
		{"m", fs.ModeDir | fs.ModeIrregular | 0o755, id, true}, {"x", 0o755, id, false},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for _, bad := range []string{
		"100644 a", "100644 a\x00" + rawID[1:], "100644\x00" + rawID, "100644 \x00" + rawID, "100644 .\x00" + rawID,
		"40000 ..\x00" + rawID, "100644 a/b\x00" + rawID, "10064x a\x00" + rawID, "0 a\x00" + rawID,
		"7777777 a\x00" + rawID, "-100644 a\x00" + rawID, "100644 a\x00" + rawID + "40000 a\x00" + rawID,
	} {
		if got, err := parseTree([]byte(bad), 20); err == nil {
			t.Errorf("%q is the tree %v", bad, got)
		}
	}
}

func FuzzParseTree(f *testing.F) {
	f.Add([]byte("100644 a.b\x00"+rawID+"40000 a\x00"+rawID), false)
	f.Add([]byte("120000 l\x00"+rawID+rawID[:12]+"160000 m\x00"), true)
	f.Add([]byte("100644 a"), false)
	f.Fuzz(func(t *testing.T, data []byte, long bool) {
		idLen := 20
		if long {
			idLen = 32
		}
		got, err := parseTree(data, idLen)
		if err != nil {
			if got != nil {
				t.Errorf("a tree besides the error %v", err)
			}
			return
		}
		used := 0
		for i, e := range got {
			if !fs.ValidPath(strings.ToValidUTF8(e.name, "?")) || e.name == "." || strings.ContainsAny(e.name, "/\x00") {
				t.Errorf("the name %q", e.name)
			}
			if i > 0 && got[i-1].name >= e.name {
				t.Errorf("%q stands before %q", got[i-1].name, e.name)
			}
			if len(e.id) != 2*idLen {
				t.Errorf("the id %q", e.id)
			}
			if found, ok := got.find(e.name); !ok || found != e {
				t.Errorf("find(%q) is %v, %v", e.name, found, ok)
			}
			used += len(e.name) + idLen + 2 // and the mode, of 5 digits or more
		}
		if used+5*len(got) > len(data) || len(data) > 0 && len(got) == 0 {
			t.Errorf("%d entries from %d bytes", len(got), len(data))
		}
	})
}

func TestParseHeader(t *testing.T) {
	id := strings.Repeat("0a", 20)
	got, err := parseHeader(id + " blob 12")
	if want := (header{id, "blob", 12}); err != nil || got != want {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := parseHeader(id + " missing"); !errors.Is(err, errAbsent) {
		t.Errorf("a missing object: %v", err)
	}
	for _, bad := range []string{"", id, id + " blob", id + " blob -1", id + " blob 1x", id + " soap 1", id[1:] + " blob 1",
		id + " blob 1 ", id + " ambiguous", id + " blob 9223372036854775807", strings.ToUpper(id) + " blob 1"} {
		if got, err := parseHeader(bad); err == nil || errors.Is(err, errAbsent) {
			t.Errorf("%q is the header %v, %v", bad, got, err)
		}
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add(strings.Repeat("0a", 20) + " blob 12")
	f.Add(strings.Repeat("0a", 32) + " tree 0")
	f.Add(strings.Repeat("0a", 20) + " missing")
	f.Fuzz(func(t *testing.T, line string) {
		h, err := parseHeader(line)
		if err != nil {
			return
		}
		again, err := parseHeader(fmt.Sprintf("%s %s %d", h.id, h.kind, h.size))
		if err != nil || again != h || h.size < 0 || h.size+1 < 0 || !strings.HasPrefix(line, h.id+" "+h.kind+" ") {
			t.Errorf("%q is %v, and that again %v, %v", line, h, again, err)
		}
	})
}
