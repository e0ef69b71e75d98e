package upgrade

import "testing"

func TestReleaseMinor(t *testing.T) {
	for release, want := range map[string]string{
		"1.34.1-20260101":  "1.34",
		"1.9.0-20991231":   "1.9",
		"1.19.2-29cc92cc":  "",
		"1.19.2-12345678":  "",
		"1.34-20260101":    "",
		"1.034.1-20260101": "",
		"1.100.1-20260101": "",
		"2.34.1-20260101":  "",
		"1.34.1-2026010":   "",
		"":                 "",
	} {
		minor, ok := ReleaseMinor(release)
		if ok != (want != "") || ok && minor.String() != want {
			t.Errorf("%q: got %s, %t; want %q", release, minor, ok, want)
		}
	}
}
