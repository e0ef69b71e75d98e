package release

import (
	"bytes"
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"go.yaml.in/yaml/v3"
)

const projectRoot = "../.."

// config is what of .goreleaser.yml decides what a release holds.
type config struct {
	ProjectName string `yaml:"project_name"`
	Builds      []struct {
		Env, Flags, Ldflags, Goos, Goarch []string
		Ignore                            []struct{ Goos, Goarch string }
		Binary                            string
	}
	Archives []struct {
		ID           string
		Formats      []string
		NameTemplate string `yaml:"name_template"`
		Files        []struct{ Src string }
	}
	Sboms []struct {
		ID, Artifacts string
		Documents     []string
	}
	Checksum struct {
		IDs          []string    `yaml:"ids"`
		ExtraFiles   []extraFile `yaml:"extra_files"`
		NameTemplate string      `yaml:"name_template"`
		Algorithm    string
	}
	Signs []struct {
		Artifacts, Signature string
		Args                 []string
	}
	Release struct {
		ExtraFiles []extraFile `yaml:"extra_files"`
	}
}

type extraFile struct {
	Glob         string
	NameTemplate string `yaml:"name_template"`
}

func readConfig(t *testing.T) config {
	t.Helper()
	var c config
	if err := yaml.Unmarshal(read(t, ".goreleaser.yml"), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Builds) != 1 || len(c.Archives) != 1 || len(c.Sboms) != 1 || len(c.Signs) != 1 {
		t.Fatalf(".goreleaser.yml has %d builds, %d archives, %d sboms and %d signs, want one of each", len(c.Builds), len(c.Archives), len(c.Sboms), len(c.Signs))
	}
	return c
}

// read reads a file of the project.
func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(projectRoot, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// example is a release that the names in .goreleaser.yml are worked out for.
var example = Release{Version: "1.2.3", Platforms: Platforms()}

const exampleCommit = "0123456789abcdef0123456789abcdef01234567"

// expand fills a template of .goreleaser.yml in, for the example.
func (c config) expand(t *testing.T, text string, platform Platform) string {
	t.Helper()
	parsed, err := template.New("").Option("missingkey=error").Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var result strings.Builder
	err = parsed.Execute(&result, map[string]string{
		"ProjectName": c.ProjectName, "Version": example.Version, "FullCommit": exampleCommit,
		"Os": platform.OS, "Arch": platform.Arch, "ArtifactName": example.Zip(platform),
	})
	if err != nil {
		t.Fatal(err)
	}
	return result.String()
}

func TestConfigBuildsThePlatforms(t *testing.T) {
	build := readConfig(t).Builds[0]
	var got []Platform
	for _, system := range build.Goos {
		for _, processor := range build.Goarch {
			ignored := slices.ContainsFunc(build.Ignore, func(i struct{ Goos, Goarch string }) bool {
				return i.Goos == system && i.Goarch == processor
			})
			if !ignored {
				got = append(got, Platform{system, processor})
			}
		}
	}
	if !slices.Equal(got, Platforms()) {
		t.Errorf("it builds for %v, want %v", got, Platforms())
	}
}

func TestConfigNamesTheFiles(t *testing.T) {
	c := readConfig(t)
	for _, platform := range Platforms() {
		archive := c.Archives[0]
		if got := c.expand(t, archive.NameTemplate, platform) + "." + strings.Join(archive.Formats, " "); got != example.Zip(platform) {
			t.Errorf("the zip is %s, want %s", got, example.Zip(platform))
		}
		// GoReleaser adds .exe by itself.
		want := strings.TrimSuffix(example.Binary(platform), ".exe")
		if got := c.expand(t, c.Builds[0].Binary, platform); got != want {
			t.Errorf("the program is %s, want %s", got, want)
		}
		if got := c.expand(t, c.Sboms[0].Documents[0], platform); got != example.SBOM(platform) {
			t.Errorf("the bill of materials is %s, want %s", got, example.SBOM(platform))
		}
	}
	if got := c.expand(t, c.Checksum.NameTemplate, Platform{}); got != example.Sums() || c.Checksum.Algorithm != "sha256" {
		t.Errorf("the checksums are %s by %s, want %s by sha256", got, c.Checksum.Algorithm, example.Sums())
	}
	if files := c.Archives[0].Files; len(files) != 1 || files[0].Src != "LICENSE" {
		t.Errorf("a zip holds %v beside the program, want LICENSE alone", files)
	}
}

// The manifest is among the checksums and on the release's page; the registry
// wants both.
func TestConfigHasTheManifest(t *testing.T) {
	c := readConfig(t)
	for place, files := range map[string][]extraFile{"checksum": c.Checksum.ExtraFiles, "release": c.Release.ExtraFiles} {
		if len(files) != 1 || files[0].Glob != ManifestFile || c.expand(t, files[0].NameTemplate, Platform{}) != example.Manifest() {
			t.Errorf("%s has %+v, want %s as %s", place, files, ManifestFile, example.Manifest())
		}
	}
}

// Every line of SHA256SUMS goes into the lock files of users: no bill of materials
// is to be among them.
func TestConfigSumsTheZipsAlone(t *testing.T) {
	c := readConfig(t)
	if got := c.Checksum.IDs; !slices.Equal(got, []string{c.Archives[0].ID}) || c.Sboms[0].ID == c.Archives[0].ID || c.Sboms[0].Artifacts != "archive" {
		t.Errorf("checksums are made of %v; the archives are %s, the bills of materials %s, of each %s", got, c.Archives[0].ID, c.Sboms[0].ID, c.Sboms[0].Artifacts)
	}
}

// GoReleaser signs into ${artifact}.sig by default, which is the registry's name.
func TestConfigSigns(t *testing.T) {
	sign := readConfig(t).Signs[0]
	if sign.Artifacts != "checksum" || sign.Signature != "" || !slices.Contains(sign.Args, "--detach-sign") {
		t.Errorf("it signs %s into %q with %v, want checksum, the default, and --detach-sign", sign.Artifacts, sign.Signature, sign.Args)
	}
	for _, arg := range sign.Args {
		if strings.Contains(arg, "armor") || arg == "-a" {
			t.Errorf("it signs with %s; Terraform reads binary signatures", arg)
		}
	}
}

var makeLDFLAGS = regexp.MustCompile(`(?m)^LDFLAGS\s*:?=\s*(.*)$`)

// A build by make and one of a release tell the same of themselves.
func TestConfigLinksAsMakeDoes(t *testing.T) {
	c := readConfig(t)
	match := makeLDFLAGS.FindSubmatch(read(t, "GNUmakefile"))
	if match == nil {
		t.Fatal("GNUmakefile has no LDFLAGS")
	}
	want := strings.NewReplacer("$(VERSION)", example.Version, "$(COMMIT)", exampleCommit).Replace(string(match[1]))
	if got := c.expand(t, strings.Join(c.Builds[0].Ldflags, " "), Platform{}); got != want {
		t.Errorf("it links with %q, and make with %q", got, want)
	}
}

// GoReleaser itself takes the file, and warns of nothing that it will drop.
func TestConfigIsGoReleasers(t *testing.T) {
	program := cmp.Or(os.Getenv("GORELEASER"), "goreleaser")
	if _, err := exec.LookPath(program); err != nil {
		t.Skip("goreleaser check was not run: goreleaser is not on PATH, and GORELEASER does not name it")
	}
	check := exec.Command(program, "check")
	check.Dir = projectRoot
	output, err := check.CombinedOutput()
	if err != nil || bytes.Contains(output, []byte("DEPRECATED")) {
		t.Errorf("goreleaser check: %v\n%s", err, output)
	}
}
