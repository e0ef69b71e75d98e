package browser

import (
	"fmt"
	"strings"
	"unicode"
)

// hostileNames are names that break a page which does not escape them where they
// land: text, an attribute, an address, a style, a script. Each sets
// window.hostile where it runs.
var hostileNames = []string{
	`<script>window.hostile="script"</script>`,
	`</script><script>window.hostile="end of script"</script>`,
	`</style><script>window.hostile="end of style"</script>`,
	`<img src=x onerror=window.hostile="image">`,
	`"><svg onload=window.hostile="svg">`,
	`" autofocus onfocus=window.hostile="attribute" x="`,
	`' onclick='window.hostile="quote"`,
	`javascript:window.hostile="address"`,
	`--><!--<iframe src="javascript:parent.hostile=1">`,
	`{{.}}${window.hostile="template"}`,
	"line one\nline two\r\nline three\ttab",
	"right \u202Eto\u202C left \u200F\u200E\u2067mark\u2069",
	"مرحبا-blue-עולם",
	strings.Repeat("long-name-", 30),
	strings.Repeat("W", 300),
	"&lt;b&gt;&amp;&#39;%3Cscript%3E",
	`back\slash and "both" 'quotes'`,
}

// printable writes a name as reports do: what breaks lines, turns the direction or
// shows nothing is an escape.
func printable(name string) string {
	var written strings.Builder
	for _, r := range name {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			fmt.Fprintf(&written, `\u%04x`, r)
		} else {
			written.WriteRune(r)
		}
	}
	return written.String()
}
