package plan

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// smallPlan is a plan with one change that matters.
const smallPlan = `{"format_version":"1.2","terraform_version":"1.11.4","variables":{"名":{"value":"ü"}},"resource_changes":[` +
	`{"address":"aws_eks_cluster.this","mode":"managed","type":"aws_eks_cluster","name":"this","change":{"actions":["update"],"before":{"version":"1.28"},"after":{"version":"1.29"}}}]}`

func TestReadTakesWhatPipelinesHandOver(t *testing.T) {
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(smallPlan), "", "  "); err != nil {
		t.Fatal(err)
	}
	for name, input := range map[string]string{
		"compact":                        smallPlan,
		"pretty":                         pretty.String(),
		"carriage returns":               strings.ReplaceAll(pretty.String(), "\n", "\r\n"),
		"UTF-8 with a mark":              "\ufeff" + smallPlan,
		"UTF-16, little end first":       inUTF16(smallPlan, binary.LittleEndian, true),
		"UTF-16, big end first":          inUTF16(smallPlan, binary.BigEndian, true),
		"UTF-16, little end, no mark":    inUTF16(smallPlan, binary.LittleEndian, false),
		"UTF-16, big end, no mark":       inUTF16(smallPlan, binary.BigEndian, false),
		"gzip":                           inGzip(smallPlan),
		"gzip of UTF-16":                 inGzip(inUTF16(smallPlan, binary.LittleEndian, true)),
		"log lines":                      "::group::terraform show\n[INFO] running {show}\n" + smallPlan + "\n::endgroup::\n",
		"time stamps":                    "2024-10-15T10:00:00Z show\n2024-10-15T10:00:01Z " + smallPlan + "\n2024-10-15T10:00:02Z done {\"ok\":true}\n",
		"bracketed time stamp":           "[12:00:01] " + smallPlan,
		"bracketed number":               "[1] " + smallPlan,
		"terragrunt":                     "12:00:00.123 STDOUT [eks] terraform: " + smallPlan + "\n",
		"colours":                        "\x1b[0m\x1b[1m" + smallPlan + "\x1b[0m\n",
		"JSON lines before":              `{"level":"info","msg":"show"}` + "\n{}\n" + smallPlan,
		"something like JSON before":     "Run terraform show {\"a\": b}\nenv {\n  \"x\n" + smallPlan,
		"a JSON list before":             "[{\"env\":\"dev\"}]\n" + smallPlan,
		"JSON after":                     smallPlan + "\n" + `{"level":"info"}`,
		"plan log before":                `{"@level":"info","@message":"Terraform 1.11.4"}` + "\n" + smallPlan,
		"many lines before":              strings.Repeat("Downloading {provider} \"x\" \n", 20000) + smallPlan,
		"white space around":             "\r\n\t " + smallPlan + "\n\n \x00",
		"format version 0.1":             strings.Replace(smallPlan, `"1.2"`, `"0.1"`, 1),
		"format version 1.99":            strings.Replace(smallPlan, `"1.2"`, `"1.99"`, 1),
		"unknown keys":                   strings.Replace(smallPlan, `{"format`, `{"novel":[{"a":[1,2]}],"format`, 1),
		"the first key is not known":     strings.Replace(smallPlan, `{"format`, `{"zzz":"`+strings.Repeat("z", 2*windowSize)+`","format`, 1),
		"keys that are written in codes": strings.ReplaceAll(strings.Replace(smallPlan, "format_version", `format\u005fversion`, 1), `"version"`, `"\u0076ersion"`),
		"a key twice":                    strings.Replace(smallPlan, `{"format`, `{"format_version":"1.1","format`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			document, err := read(iotestReader(input), readOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if len(document.changes) != 1 || document.changes[0].Address != "aws_eks_cluster.this" {
				t.Fatalf("changes are %+v", document.changes)
			}
			if version, _ := document.changes[0].Change.after().at("version").text(); version != "1.29" {
				t.Errorf("version is %q, want 1.29", version)
			}
			if got := string(document.variables["名"]); got != `"ü"` {
				t.Errorf("the variable is %s", got)
			}
		})
	}
}

// iotestReader reads a few bytes at a time, as a pipe may.
func iotestReader(text string) io.Reader {
	return &slowReader{text: text}
}

type slowReader struct{ text string }

func (s *slowReader) Read(buffer []byte) (int, error) {
	if s.text == "" {
		return 0, io.EOF
	}
	n := copy(buffer, s.text[:min(len(s.text), 4093)])
	s.text = s.text[n:]
	return n, nil
}

func inUTF16(text string, order binary.AppendByteOrder, mark bool) string {
	if mark {
		text = "\ufeff" + text
	}
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func inGzip(text string) string {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	if _, err := io.WriteString(writer, text); err != nil {
		panic(err)
	}
	if err := writer.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

func TestReadNamesWhatIsNoPlan(t *testing.T) {
	for name, test := range map[string]struct {
		input string
		kind  InputKind
		says  string
	}{
		"empty":                {"", EmptyInput, "empty"},
		"white space":          {" \n\t", EmptyInput, "empty"},
		"a mark alone":         {"\ufeff", EmptyInput, "empty"},
		"an empty object":      {"{}", OtherJSON, "empty JSON object"},
		"no format version":    {`{"resource_changes":[]}`, OtherJSON, "format_version"},
		"package.json":         {`{"name":"x","version":"1.0.0","scripts":{}}`, OtherJSON, "not a plan"},
		"SARIF":                {`{"$schema":"https://x","version":"2.1.0","runs":[]}`, OtherJSON, "not a plan"},
		"a large other file":   {`{"a":"` + strings.Repeat("a", 3*windowSize) + `"}`, OtherJSON, "not a plan"},
		"a plan inside":        {`{"plan":` + smallPlan + `,"pad":"` + strings.Repeat("a", 2*windowSize) + `"}`, OtherJSON, "not a plan"},
		"log of a plan":        {`{"@level":"info","type":"version"}` + "\n" + `{"@level":"info","type":"planned_change"}`, PlanLog, "plan -json"},
		"a state file":         {`{"version":4,"terraform_version":"1.11.4","serial":3,"lineage":"x","outputs":{},"resources":[]}`, StateFile, "state file"},
		"a shown state":        {`{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}`, StateJSON, "state"},
		"a shown empty state":  {`{"format_version":"1.0"}`, OtherJSON, "neither"},
		"a provider schema":    {`{"format_version":"1.0","provider_schemas":{}}`, OtherJSON, "providers schema"},
		"validate":             {`{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}`, OtherJSON, "validate"},
		"a binary plan":        {"PK\x03\x04\x14\x00\x08\x00", BinaryPlan, "zip"},
		"an old binary plan":   {"tfplan\x02\x00", BinaryPlan, "binary"},
		"a redacted plan":      {`{"plan_format_version":"1.2","format_version":"1.2","resource_changes":[],"provider_schemas":{}}`, RedactedPlan, "redacted"},
		"cut off":              {smallPlan[:len(smallPlan)-20], TruncatedInput, "byte " + strconv.Itoa(len(smallPlan)-20)},
		"cut off after a name": {`{"format_version"`, TruncatedInput, "byte 17"},
		"a brace":              {`{`, TruncatedInput, "byte 1"},
		"a state cut off":      {`{"version":4,"serial":3,"lineage":"x","outputs":{`, StateFile, "state file"},
		"gzip cut off":         {inGzip(smallPlan)[:100], TruncatedInput, "cut off"},
		"gzip damaged":         {"\x1f\x8bnonsense that is no gzip", UnreadableInput, "gzip"},
		"format version 2.0":   {strings.Replace(smallPlan, `"1.2"`, `"2.0"`, 1), UnsupportedVersion, `"2.0"`},
		"format version empty": {strings.Replace(smallPlan, `"1.2"`, `""`, 1), UnsupportedVersion, `""`},
		"a number of a format": {strings.Replace(smallPlan, `"1.2"`, `1.2`, 1), BrokenInput, "byte 18 begins a number"},
		"text of a plan":       {"\nTerraform will perform the following actions:\n\n  # aws_eks_cluster.this will be created\n  + resource \"aws_eks_cluster\" \"this\" {\n  + a = { \"b\" }\n", PlanText, "people"},
		"text of no changes":   {"No changes. Your infrastructure matches the configuration.\n", PlanText, "people"},
		"HTML":                 {"<!DOCTYPE html><html><body>Log in</body></html>", MarkupInput, "HTML"},
		"XML":                  {`<?xml version="1.0"?><a/>`, MarkupInput, "XML"},
		"a list":               {`[1,2,3]`, JSONList, "list"},
		"a list of plans":      {"[" + smallPlan + "]", JSONList, "list"},
		"a spaced list":        {"[\n  " + smallPlan + "\n]", JSONList, "list"},
		"endless brackets":     {strings.Repeat("[", 1<<20), JSONList, "list"},
		"a long text of all":   {`"` + strings.Repeat("a", 1<<20) + `"`, NotJSON, "not JSON"},
		"a number":             {"42", NotJSON, "not JSON"},
		"deep objects":         {strings.Repeat(`{"a":`, 200000), TooDeep, "10,000"},
		"deep lists":           {`{"format_version":"1.2","planned_values":` + strings.Repeat("[", 200000), TooDeep, "10,000"},
		"deep in a value":      {strings.Replace(smallPlan, `{"version":"1.29"}`, strings.Repeat("[", 200000), 1), TooDeep, "10,000"},
		"invalid UTF-8":        {strings.Replace(smallPlan, "ü", "\xff", 1), InvalidText, "byte " + strconv.Itoa(strings.Index(smallPlan, "ü"))},
		"two plans":            {smallPlan + "\n" + smallPlan, SeveralPlans, "more than one"},
		"broken JSON":          {`{"format_version":"1.2",,}`, BrokenInput, "byte 24"},
		"other broken JSON":    {`{"a": b}`, BrokenInput, "byte 6"},
		"text for changes":     {`{"format_version":"1.2","resource_changes":"none"}`, BrokenInput, "begins a text where a plan has a list"},
		"a change is a text":   {`{"format_version":"1.2","resource_changes":["x"]}`, BrokenInput, "begins a text where a plan has an object"},
		"an attribute list":    {strings.Replace(smallPlan, `{"version":"1.29"}`, `[1]`, 1), BrokenInput, "begins a list where a plan has an object"},
		"attributes of a text": {strings.Replace(smallPlan, `{"version":"1.28"}`, `"x"`, 1), BrokenInput, "begins a text where a plan has an object"},
		"time on each line":    {"10:00 {\n10:01 \"format_version\": \"1.2\",\n10:02 \"variables\": {}\n10:03 }\n", NotJSON, "no JSON object that is a plan"},
		"a state after lines":  {"pulling {}\n" + `{"version":4,"serial":3,"lineage":"x"}`, StateFile, "state file"},
		"prose":                {"Error: no plan file\n", NotJSON, "not JSON"},
		"a binary":             {"\x7fELF\x02\x01\x01\x00\x00", NotJSON, "binary"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(iotestReader(test.input), readOptions{})
			var named *InputError
			if !errors.As(err, &named) {
				t.Fatalf("the error is %v, want an *InputError", err)
			}
			if named.Kind != test.kind || !strings.Contains(named.Message, test.says) || named.Remediation == "" {
				t.Errorf("it is %s: %s (%s); want %s that says %q", named.Kind, named.Message, named.Remediation, test.kind, test.says)
			}
		})
	}
}

// A part of a plan is never taken for a plan, wherever it ends.
func TestReadRefusesEveryTruncation(t *testing.T) {
	for length := range len(smallPlan) {
		if _, err := read(strings.NewReader(smallPlan[:length]), readOptions{}); err == nil {
			t.Errorf("the first %d bytes are taken for a plan", length)
		}
	}
}

// endless is a reader without an end, such as a text that never closes.
type endless struct {
	begin  string
	repeat byte
	given  int
}

func (e *endless) Read(buffer []byte) (int, error) {
	if e.begin != "" {
		n := copy(buffer, e.begin)
		e.begin = e.begin[n:]
		return n, nil
	}
	for i := range buffer {
		buffer[i] = e.repeat
	}
	e.given += len(buffer)
	return len(buffer), nil
}

func TestReadBoundsWhatIsEndless(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some hundred megabytes")
	}
	for name, test := range map[string]struct {
		begin  string
		repeat byte
		kind   InputKind
	}{
		"a text that is skipped": {`{"format_version":"1.2","planned_values":"`, 'a', TooLong},
		"a text that is kept":    {`{"format_version":"`, 'a', TooLong},
		"a key":                  {`{"format_version":"1.2","`, 'a', TooLong},
		"a number":               {`{"format_version":"1.2","x":1`, '1', TooLong},
		"a list":                 {`{"format_version":"1.2","x":[`, '[', TooDeep},
		"brackets":               {``, '[', JSONList},
		"braces":                 {``, '{', NotJSON},
		"zeros":                  {``, 0, NotJSON},
		"white space":            {``, ' ', EmptyInput},
	} {
		t.Run(name, func(t *testing.T) {
			reader := &endless{begin: test.begin, repeat: test.repeat}
			_, err := read(reader, readOptions{})
			var named *InputError
			if !errors.As(err, &named) || named.Kind != test.kind {
				t.Errorf("the error is %v, want %s", err, test.kind)
			}
			if most := 3 * maxToken; reader.given > most {
				t.Errorf("%d bytes were read, want less than %d", reader.given, most)
			}
		})
	}
}

// The order of keys makes no difference.
func TestReadTakesKeysInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, file := range planFiles(t) {
		text := planText(t, file)
		want, err := read(bytes.NewReader(text), readOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var value any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		orders := map[string]func([]string){
			"sorted":   func([]string) {},
			"reversed": slices.Reverse[[]string],
			"shuffled": func(keys []string) { random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] }) },
		}
		for name, order := range orders {
			got, err := read(bytes.NewReader(inOrder(nil, value, order)), readOptions{})
			if err != nil {
				t.Fatalf("%s %s: %v", file, name, err)
			}
			if !reflect.DeepEqual(comparable(t, got), comparable(t, want)) {
				t.Errorf("%s reads otherwise with its keys %s", file, name)
			}
		}
	}
}

// inOrder writes a value with the keys of its objects in an order.
func inOrder(out []byte, value any, order func([]string)) []byte {
	switch value := value.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(value))
		order(keys)
		out = append(out, '{')
		for i, key := range keys {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(inOrder(out, key, order), ':')
			out = inOrder(out, value[key], order)
		}
		return append(out, '}')
	case []any:
		out = append(out, '[')
		for i, element := range value {
			if i > 0 {
				out = append(out, ',')
			}
			out = inOrder(out, element, order)
		}
		return append(out, ']')
	default:
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		return append(out, text...)
	}
}

// comparable is a document without what differs by the order of keys.
func comparable(t *testing.T, d *document) map[string]any {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"changes": d.changes, "drift": d.drift, "deferred": d.deferred, "prior": d.prior, "variables": d.variables,
		"configuration": d.configuration, "changed": d.changed, "relevant": d.relevant,
		"versions": d.formatVersion + d.terraformVersion, "known": len(d.known.hashes), "missing": d.priorManaged.without(d.known),
		"flags": []*bool{d.errored, d.complete, d.applyable},
	})
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestReadReportsProgress(t *testing.T) {
	input := `{"planned_values":["` + strings.Repeat("a", 5<<20) + `"],` + smallPlan[1:]
	var told []int64
	if _, err := read(strings.NewReader(input), readOptions{progress: func(read int64) { told = append(told, read) }}); err != nil {
		t.Fatal(err)
	}
	if len(told) < 4 || told[len(told)-1] != int64(len(input)) || !slices.IsSorted(told) {
		t.Errorf("progress told %v of %d bytes", told, len(input))
	}
}
