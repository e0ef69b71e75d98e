package report

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

func htmlDocuments(t *testing.T) map[string]Document {
	t.Helper()
	return map[string]Document{
		"check": judgement(t), "plans": plans(t), "ready": ready(t), "whole": whole(t), "many": many(t, 20),
		"empty": {Report: upgrade.Report{Verdict: upgrade.Ready}},
	}
}

// A page that loads nothing works without a network, and tells nobody that it is
// read.
func TestHTMLLoadsNothing(t *testing.T) {
	for name, document := range htmlDocuments(t) {
		root := parsed(t, document)
		for _, loading := range []string{"link", "img", "iframe", "object", "embed", "base", "form", "audio", "video", "source"} {
			if found := elements(root, loading); len(found) > 0 {
				t.Errorf("%s: there is a <%s>", name, loading)
			}
		}
		for _, node := range elements(root, "") {
			for _, attribute := range node.Attr {
				switch key := attribute.Key; {
				case key == "src", key == "srcset", key == "style", key == "ping", strings.HasPrefix(key, "on"):
					t.Errorf("%s: <%s> has %s=%q", name, node.Data, key, attribute.Val)
				case key == "href" && node.Data == "use" && !strings.HasPrefix(attribute.Val, "#"):
					t.Errorf("%s: a symbol comes from %q", name, attribute.Val)
				case key == "href" && node.Data == "a" && !strings.HasPrefix(attribute.Val, "#") && !strings.HasPrefix(attribute.Val, "https://"):
					t.Errorf("%s: a link leads to %q", name, attribute.Val)
				}
			}
		}
		if style := textIn(elements(root, "style")[0]); strings.Contains(style, "url(") || strings.Contains(style, "@import") {
			t.Errorf("%s: the style loads something", name)
		}
	}
}

// The policy of the page names its one style and its one script by their hashes.
func TestHTMLPolicyHoldsTheHashes(t *testing.T) {
	for name, document := range htmlDocuments(t) {
		page := render(t, "html", document)
		root := parsed(t, document)
		var policy string
		for _, meta := range elements(root, "meta") {
			if attribute(meta, "http-equiv") == "Content-Security-Policy" {
				policy = attribute(meta, "content")
			}
		}
		if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy is %q", name, policy)
		}
		for _, tag := range []string{"style", "script"} {
			inside := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(page, -1)
			if len(inside) != 1 {
				t.Fatalf("%s: there are %d of <%s>, want one", name, len(inside), tag)
			}
			sum := sha256.Sum256([]byte(inside[0][1]))
			if want := tag + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
				t.Errorf("%s: the policy is %q, want it to hold %q", name, policy, want)
			}
		}
	}
}

// What one element says of another by its id must be there, once.
func TestHTMLNamesElementsOnce(t *testing.T) {
	for name, document := range htmlDocuments(t) {
		root := parsed(t, document)
		ids := map[string]int{}
		for _, node := range elements(root, "") {
			if id := attribute(node, "id"); id != "" {
				ids[id]++
			}
		}
		for id, count := range ids {
			if count > 1 || strings.ContainsAny(id, " \t\n") {
				t.Errorf("%s: %d elements have the id %q", name, count, id)
			}
		}
		for _, node := range elements(root, "") {
			for _, key := range []string{"aria-labelledby", "for", "href"} {
				target, inside := strings.CutPrefix(attribute(node, key), "#")
				if target == "" || key == "href" && !inside {
					continue
				}
				if ids[target] == 0 {
					t.Errorf("%s: %s=%q of <%s> leads nowhere", name, key, target, node.Data)
				}
			}
		}
		for _, head := range elements(root, "th") {
			if attribute(head, "scope") == "" {
				t.Errorf("%s: the head %q of a table has no scope", name, textIn(head))
			}
		}
		if attribute(elements(root, "html")[0], "lang") != "en" || len(elements(root, "main")) != 1 || len(elements(root, "h1")) != 1 {
			t.Errorf("%s: the page lacks its language, its main part or its title", name)
		}
	}
}

func TestHTMLSaysTheVerdict(t *testing.T) {
	for verdict, want := range map[upgrade.Verdict]string{
		upgrade.Ready: "EKS upgrade: ready", upgrade.NotReady: "EKS upgrade: not ready", upgrade.Incomplete: "EKS upgrade: incomplete",
	} {
		root := parsed(t, Document{Report: upgrade.Report{Verdict: verdict}})
		if title, head := textIn(elements(root, "title")[0]), textIn(elements(root, "h1")[0]); title != want || head != want {
			t.Errorf("%s: the title is %q and the head %q, want %q", verdict, title, head, want)
		}
	}
}

// A section without anything in it is left out, and the navigation knows it.
func TestHTMLSections(t *testing.T) {
	for name, test := range map[string]struct {
		document Document
		want     []string
	}{
		"empty": {Document{}, []string{"findings"}},
		"check": {judgement(t), []string{"environments", "findings", "not-judged", "notes"}},
		"whole": {whole(t), []string{"environments", "way-up", "support", "add-ons", "findings", "not-judged", "notes", "waivers"}},
	} {
		root := parsed(t, test.document)
		var led, there []string
		for _, link := range elements(elements(root, "nav")[0], "a") {
			led = append(led, strings.TrimPrefix(attribute(link, "href"), "#"))
		}
		for _, head := range elements(root, "h2") {
			there = append(there, attribute(head, "id"))
		}
		if !slices.Equal(led, test.want) || !slices.Equal(there, test.want) {
			t.Errorf("%s: the navigation leads to %q and the sections are %q, want %q", name, led, there, test.want)
		}
	}
}

func TestHTMLSummary(t *testing.T) {
	root := parsed(t, whole(t))
	summary := withClass(root, "summary")[0]
	for _, want := range []string{
		"3 environments: 1 not ready, 1 incomplete, 1 ready.", "3 errors", "1 warning", "1 waived", "As of 2026-11-22", "Facts of 2026-11-22", "Made by terraform-provider-eksupgrade 1.2.3",
	} {
		if got := textIn(summary); !strings.Contains(got, want) {
			t.Errorf("the summary lacks %q: %s", want, got)
		}
	}
	if text := textIn(elements(parsed(t, Document{}), "body")[0]); strings.Contains(text, "As of") || strings.Contains(text, "Facts of") {
		t.Errorf("days that are not known are told: %s", text)
	}
}

func TestHTMLSaysHowToMakeItAgain(t *testing.T) {
	for want, document := range map[string]Document{
		"terraform-provider-eksupgrade check --format html ENV_VARS_DIR": {},
		"terraform-provider-eksupgrade analyze --format html PLAN...":    {Plans: true},
		"mine": {Command: "mine"},
	} {
		if got := textIn(elements(elements(parsed(t, document), "footer")[0], "pre")[0]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A name is never more than text: the page has the same elements and the same
// attributes whatever the names are.
func TestHTMLOddNames(t *testing.T) {
	shapes := map[string]string{}
	for kind, document := range oddDocuments(t, "plain") {
		shapes[kind] = shapeOf(parsed(t, withTimeline(t, document)))
	}
	for _, name := range oddNames {
		if strings.TrimSpace(name) == "" {
			continue // An empty text leaves its element out.
		}
		for kind, document := range oddDocuments(t, name) {
			document = withTimeline(t, document)
			page := render(t, "html", document)
			root := parsed(t, document)
			if got := shapeOf(root); got != shapes[kind] {
				t.Errorf("%s with %q: the page has another shape", kind, name)
			}
			if hidden := strings.IndexFunc(page, func(r rune) bool { return r != '\n' && wording.Hidden(r) }); hidden >= 0 {
				t.Errorf("%s with %q: the page holds a hidden character: %q", kind, name, page[max(0, hidden-20):hidden+10])
			}
			body := textIn(elements(root, "body")[0])
			if shown := strings.Join(strings.Fields(wording.Plain(name)), " "); !strings.Contains(body, shown) {
				t.Errorf("%s with %q: the page does not show %q", kind, name, shown)
			}
		}
	}
}

func withTimeline(t *testing.T, document Document) Document {
	t.Helper()
	document.Today, document.Calendar = date(t, "2026-11-22"), calendar(t)
	return document
}

// shapeOf is the page without its texts: the names of its elements, and those of
// their attributes.
func shapeOf(root *html.Node) string {
	var shape strings.Builder
	for _, node := range elements(root, "") {
		shape.WriteString("<" + node.Data)
		for _, attribute := range node.Attr {
			shape.WriteString(" " + attribute.Key)
		}
		shape.WriteString(">")
	}
	return shape.String()
}

func TestHTMLGivesNoCommands(t *testing.T) {
	document := judgement(t)
	document.Notes = []string{"##vso[task.setvariable variable=x]y", "::error::text"}
	page := render(t, "html", document)
	if strings.Contains(page, "##vso[") || regexp.MustCompile(`(?m)^\s*::\w+`).MatchString(page) {
		t.Error("a note became a command of a pipeline")
	}
	if text := textIn(parsed(t, document)); !strings.Contains(text, "##vso[task.setvariable variable=x]y") {
		t.Errorf("the note is not shown as it is: %s", text)
	}
}
