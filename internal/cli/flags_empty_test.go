package cli

import "testing"

// A flag without a value comes from a variable that is not set, and is not the same
// as none.
func TestGivenAndEmpty(t *testing.T) {
	f := atFirst(t, "dev", "prod")
	for _, test := range []struct {
		flag      string
		arguments []string
	}{
		{"--target-version", []string{"next", "--write", "--target-version", "", f.envVars()}},
		{"--environments", []string{"next", "--write", "--target-version", "1.36", "--environments", "", f.envVars()}},
		{"--environments", []string{"next", "--write", "--target-version", "1.36", "--environments", " ", f.envVars()}},
		{"--baseline", []string{"next", "--write", "--target-version", "1.36", "--baseline", "", f.envVars()}},
		{"--target-version", []string{"check", "--target-version=", f.envVars()}},
		{"--environments", []string{"check", "--environments=", f.envVars()}},
		{"--baseline", []string{"check", "--baseline=", f.envVars()}},
		{"--baseline", []string{"check", "--baseline", " ", f.envVars()}},
		{"--target-version", []string{"analyze", "--target-version", "", "nowhere.json"}},
		{"--environments", []string{"analyze", "--environments", "", "nowhere.json"}},
	} {
		before := f.everything()
		said := command(test.arguments...)
		said.want(t, 1, test.flag+" is given and empty; expected ")
		if changed := f.changed(before); len(changed) > 0 || said.stdout != "" {
			t.Errorf("%q: changed %q, and said %s", test.arguments, changed, said.stdout)
		}
	}
	command("check", "--target-version", "1.35", "--environments", "dev", f.envVars()).want(t, 0)
}
