package browser

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// pdf is a file that Chromium printed. It is read as Chromium writes it: plain
// objects, streams packed with zlib, and text as glyphs whose font says which
// characters they are.
type pdf struct {
	pages int
	// text is that of all pages, in the order of the file, without space.
	text string
}

var (
	pdfPage    = regexp.MustCompile(`/Type /Page\b`)
	pdfObject  = regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)\nendobj`)
	pdfStream  = regexp.MustCompile(`(?s)stream\r?\n(.*)\nendstream`)
	pdfFont    = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	pdfUnicode = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	pdfRange   = regexp.MustCompile(`<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>`)
	pdfChar    = regexp.MustCompile(`<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>`)
	pdfBlock   = regexp.MustCompile(`(?s)begin(bfrange|bfchar)(.*?)end`)
	// pdfShown is what a page does that matters: it takes a font, or shows glyphs.
	pdfShown = regexp.MustCompile(`/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>`)
)

// ligatures are letters that a font draws as one.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl")

// readPDF reads a file that Chromium printed.
func readPDF(t *testing.T, data []byte) pdf {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Fatalf("not a PDF: it begins with %.20q", data)
	}
	objects := map[string][]byte{}
	var order [][]byte
	for _, match := range pdfObject.FindAllSubmatch(data, -1) {
		objects[string(match[1])] = match[2]
		order = append(order, match[2])
	}
	fonts := map[string]map[uint16]string{}
	for _, match := range pdfFont.FindAllSubmatch(data, -1) {
		if link := pdfUnicode.FindSubmatch(objects[string(match[2])]); link != nil {
			fonts[string(match[1])] = characters(string(unpacked(objects[string(link[1])])))
		}
	}
	read := pdf{pages: len(pdfPage.FindAll(data, -1))}
	var text strings.Builder
	for _, object := range order {
		if content := unpacked(object); bytes.Contains(content, []byte(" Tf\n")) {
			show(&text, string(content), fonts)
		}
	}
	read.text = squashed(ligatures.Replace(text.String()))
	return read
}

// unpacked gives the stream of an object, nil where it has none that is packed.
func unpacked(object []byte) []byte {
	match := pdfStream.FindSubmatch(object)
	if match == nil || !bytes.Contains(object, []byte("/FlateDecode")) {
		return nil
	}
	reader, err := zlib.NewReader(bytes.NewReader(match[1]))
	if err != nil {
		return nil
	}
	content, _ := io.ReadAll(reader)
	return content
}

// characters reads which characters the glyphs of a font are.
func characters(table string) map[uint16]string {
	known := map[uint16]string{}
	for _, block := range pdfBlock.FindAllStringSubmatch(table, -1) {
		if block[1] == "bfchar" {
			for _, match := range pdfChar.FindAllStringSubmatch(block[2], -1) {
				known[glyph(match[1])] = characterOf(match[2], 0)
			}
			continue
		}
		for _, match := range pdfRange.FindAllStringSubmatch(block[2], -1) {
			first, last := glyph(match[1]), glyph(match[2])
			for at := int(first); at <= int(last); at++ {
				known[uint16(at)] = characterOf(match[3], uint16(at)-first)
			}
		}
	}
	return known
}

func glyph(written string) uint16 {
	number, _ := strconv.ParseUint(written, 16, 16)
	return uint16(number)
}

// characterOf decodes UTF-16 in hexadecimal digits, with an offset for its last
// unit.
func characterOf(written string, offset uint16) string {
	data, _ := hex.DecodeString(written)
	var units []uint16
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
	}
	if len(units) > 0 {
		units[len(units)-1] += offset
	}
	return string(utf16.Decode(units))
}

// show writes the text that the content of a page shows.
func show(text *strings.Builder, content string, fonts map[string]map[uint16]string) {
	var font map[uint16]string
	for _, match := range pdfShown.FindAllStringSubmatch(content, -1) {
		if match[1] != "" {
			font = fonts[match[1]]
			continue
		}
		for at := 0; at+4 <= len(match[2]); at += 4 {
			text.WriteString(font[glyph(match[2][at:at+4])])
		}
	}
}
