package report

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// painter colours text where it is true.
type painter bool

const (
	boldCode   = "1"
	redCode    = "31"
	greenCode  = "32"
	yellowCode = "33"
	blueCode   = "34"
)

func (p painter) with(code, text string) string {
	if !p {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p painter) bold(text string) string { return p.with(boldCode, text) }

func (p painter) severity(severity upgrade.Severity) string {
	code := blueCode
	switch severity {
	case upgrade.Error:
		code = redCode
	case upgrade.Warning:
		code = yellowCode
	}
	return p.with(code, severity.String())
}

func (p painter) verdict(verdict upgrade.Verdict) string {
	return p.verdictText(verdict, verdictInWords(verdict))
}

func (p painter) verdictText(verdict upgrade.Verdict, text string) string {
	switch verdict {
	case upgrade.Ready:
		return p.with(greenCode, text)
	case upgrade.NotReady:
		return p.with(redCode, text)
	default:
		return p.with(yellowCode, text)
	}
}
