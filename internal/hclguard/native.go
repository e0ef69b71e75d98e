// Package hclguard refuses texts that would make HCL's parsers overflow the
// stack or run for minutes, before a parser sees them.
package hclguard

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// HCL's parsers recurse, and a stack overflow ends the process: nothing can
// recover from it. So what makes them recurse, or takes time that grows with the
// square of the file, is counted first. People's files stay far below all this.
const (
	// MaxDepth is how deep brackets may nest.
	MaxDepth = 200
	// MaxOperators bounds what nests without a bracket: chains of ? and of !,
	// splats, and template directives.
	MaxOperators = 10_000
	// MaxNumberLength and MaxExponentLength keep a number from growing to
	// gigabytes when it is made a text.
	MaxNumberLength   = 400
	MaxExponentLength = 3
	// maxCommentWork is how many bytes the lexer may read in vain, looking for
	// the end of comments that have none.
	maxCommentWork = 1 << 27
	// maxJoinWork is how many bytes the parser may copy to join the lines of
	// heredocs, one by one.
	maxJoinWork = 1 << 28
)

// Refusal is why a text is not to be handed to a parser.
type Refusal struct {
	// Offset is the byte at which the text was refused.
	Offset int
	// Reason is a clause without a capital letter or a full stop.
	Reason string
}

// The reasons for a refusal.
var (
	TooDeep          = fmt.Sprintf("brackets are nested more than %d deep", MaxDepth)
	TooManyOperators = fmt.Sprintf("there are more than %d operators and template sequences", MaxOperators)
	HugeNumber       = fmt.Sprintf("a number has more than %d digits, or an exponent of more than %d", MaxNumberLength, MaxExponentLength)
	TooLongText      = "a text in quotes or a heredoc is too long"
	OpenComments     = "there are too many /* without the */ that ends the comment"
)

// Native looks at the tokens of native syntax, which the lexer finds
// without recursion.
func Native(text []byte) *Refusal {
	if offset := commentWork(text); offset >= 0 {
		return &Refusal{offset, OpenComments}
	}
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos)
	var (
		open      []hclsyntax.TokenType // the closing tokens that are due
		operators int
		joined    int // length of the run of literal pieces so far
		work      int
	)
	for _, token := range tokens {
		refuse := func(reason string) *Refusal { return &Refusal{token.Range.Start.Byte, reason} }
		if closer, ok := closers[token.Type]; ok {
			if open = append(open, closer); len(open) > MaxDepth {
				return refuse(TooDeep)
			}
		} else if len(open) > 0 && token.Type == open[len(open)-1] {
			open = open[:len(open)-1]
		}
		if nesting[token.Type] {
			if operators++; operators > MaxOperators {
				return refuse(TooManyOperators)
			}
		}
		switch token.Type {
		case hclsyntax.TokenNumberLit:
			if isHuge(string(token.Bytes)) {
				return refuse(HugeNumber)
			}
		case hclsyntax.TokenStringLit, hclsyntax.TokenQuotedLit:
			joined += len(token.Bytes)
			if work += joined; work > maxJoinWork {
				return refuse(TooLongText)
			}
		default:
			joined = 0
		}
	}
	return nil
}

var closers = map[hclsyntax.TokenType]hclsyntax.TokenType{
	hclsyntax.TokenOBrace:          hclsyntax.TokenCBrace,
	hclsyntax.TokenOBrack:          hclsyntax.TokenCBrack,
	hclsyntax.TokenOParen:          hclsyntax.TokenCParen,
	hclsyntax.TokenOQuote:          hclsyntax.TokenCQuote,
	hclsyntax.TokenOHeredoc:        hclsyntax.TokenCHeredoc,
	hclsyntax.TokenTemplateInterp:  hclsyntax.TokenTemplateSeqEnd,
	hclsyntax.TokenTemplateControl: hclsyntax.TokenTemplateSeqEnd,
}

var nesting = map[hclsyntax.TokenType]bool{
	hclsyntax.TokenStar: true, hclsyntax.TokenSlash: true, hclsyntax.TokenPercent: true,
	hclsyntax.TokenPlus: true, hclsyntax.TokenMinus: true, hclsyntax.TokenBang: true,
	hclsyntax.TokenEqualOp: true, hclsyntax.TokenNotEqual: true,
	hclsyntax.TokenLessThan: true, hclsyntax.TokenLessThanEq: true,
	hclsyntax.TokenGreaterThan: true, hclsyntax.TokenGreaterThanEq: true,
	hclsyntax.TokenAnd: true, hclsyntax.TokenOr: true, hclsyntax.TokenQuestion: true,
	hclsyntax.TokenTemplateInterp: true, hclsyntax.TokenTemplateControl: true,
}

// commentWork gives the place where the lexer has read too much in vain, or -1.
// It reads to the end of the file for each /* that no */ follows, even where it
// then takes it for two operators.
func commentWork(text []byte) int {
	offset := max(bytes.LastIndex(text, []byte("*/")), 0)
	for work := 0; ; offset += 2 {
		next := bytes.Index(text[offset:], []byte("/*"))
		if next < 0 {
			return -1
		}
		offset += next
		if work += len(text) - offset; work > maxCommentWork {
			return offset
		}
	}
}

func isHuge(number string) bool {
	if len(number) > MaxNumberLength {
		return true
	}
	_, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	return len(strings.TrimLeft(exponent, "+-0")) > MaxExponentLength
}
