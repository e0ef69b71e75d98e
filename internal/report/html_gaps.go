package report

import (
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// pageGaps are what was not judged: what decides, and what does not.
type pageGaps struct {
	Decisive, Others []pageGap
	// LeftOut says how many reasons did not fit.
	LeftOut string
}

// pageGap is a reason why something was not judged, with all that it is for.
type pageGap struct {
	Reason, Rules, Where string
	Environments         []string
}

func pageGapsOf(report upgrade.Report) *pageGaps {
	gaps := gapsOf(report)
	if len(gaps) == 0 {
		return nil
	}
	written := &pageGaps{}
	for _, gap := range gaps {
		one := pageGap{
			Reason:       plain(wording.Sentence(strings.TrimSuffix(gap.reason, "."))) + ".",
			Rules:        plain(strings.Join(gap.rules, ", ")),
			Where:        plain(strings.Join(gap.addresses, ", ")),
			Environments: plainAll(gap.environments),
		}
		if gap.decides {
			written.Decisive = append(written.Decisive, one)
		} else {
			written.Others = append(written.Others, one)
		}
	}
	return written
}
