package upgrade

import (
	"slices"
	"testing"
)

func calendar(t testing.TB) Catalog {
	row := func(version, release, standard, extended string) VersionSupport {
		support := VersionSupport{Version: minor(t, version), Release: day(t, release)}
		if standard != "" {
			support.EndOfStandardSupport = day(t, standard)
		}
		if extended != "" {
			support.EndOfExtendedSupport = day(t, extended)
		}
		return support
	}
	return Catalog{Versions: []VersionSupport{
		row("1.30", "2024-05-23", "2025-07-23", "2026-07-23"),
		row("1.31", "2024-09-26", "2025-11-26", ""),
		row("1.32", "2025-01-23", "", ""),
	}}
}

func TestStatus(t *testing.T) {
	for _, test := range []struct {
		version, on string
		want        SupportStatus
	}{
		{"1.30", "2024-05-22", NotReleased},
		{"1.30", "2024-05-23", StandardSupport},
		{"1.30", "2025-07-23", StandardSupport},
		{"1.30", "2025-07-24", ExtendedSupport},
		{"1.30", "2026-07-23", ExtendedSupport},
		{"1.30", "2026-07-24", Unsupported},
		{"1.31", "2025-11-27", ExtendedSupport},
		{"1.31", "2099-01-01", ExtendedSupport},
		{"1.32", "2025-01-22", NotReleased},
		{"1.32", "2099-01-01", StandardSupport},
	} {
		row, ok := calendar(t).Find(minor(t, test.version))
		if !ok {
			t.Fatalf("no row of %s", test.version)
		}
		if got := row.Status(day(t, test.on)); got != test.want {
			t.Errorf("%s on %s: got %s, want %s", test.version, test.on, got, test.want)
		}
	}
}

func TestCatalogFind(t *testing.T) {
	catalog := calendar(t)
	for _, text := range []string{"1.30", "1.31", "1.32"} {
		if row, ok := catalog.Find(minor(t, text)); !ok || row.Version != minor(t, text) {
			t.Errorf("Find(%s) = %s, %t", text, row.Version, ok)
		}
	}
	if row, ok := catalog.Find(minor(t, "1.33")); ok || row != (VersionSupport{}) {
		t.Errorf("Find(1.33) = %+v, %t; want nothing", row, ok)
	}
}

func TestCatalogEnds(t *testing.T) {
	catalog := calendar(t)
	if oldest, newest := catalog.Oldest(), catalog.Newest(); oldest != minor(t, "1.30") || newest != minor(t, "1.32") {
		t.Errorf("got %s to %s, want 1.30 to 1.32", oldest, newest)
	}
	var empty Catalog
	if oldest, newest := empty.Oldest(), empty.Newest(); !oldest.IsZero() || !newest.IsZero() {
		t.Errorf("an empty catalog goes from %s to %s, want none", oldest, newest)
	}
}

func TestOffered(t *testing.T) {
	for on, want := range map[string][]Minor{
		"2024-01-01": nil,
		"2024-06-01": {minor(t, "1.30")},
		"2026-07-23": {minor(t, "1.30"), minor(t, "1.31"), minor(t, "1.32")},
		"2026-07-24": {minor(t, "1.31"), minor(t, "1.32")},
	} {
		if got := calendar(t).Offered(day(t, on)); !slices.Equal(got, want) {
			t.Errorf("on %s: got %v, want %v", on, got, want)
		}
	}
}
