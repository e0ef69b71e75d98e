package report

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"

// pageChoice chooses the findings of one environment that the page shows.
type pageChoice struct {
	group pageGroup
	// taken are the numbers of the findings that are shown, by run.
	taken   [][]int
	omitted [len(ranks)]int
	begun   bool
}

// lessenFindings chooses the findings that fit, as the Markdown report does: errors
// of every environment before anything else, and the environments take turns.
func (r *pageRoom) lessenFindings(found *pageFindings, groups []pageGroup, room int) {
	choices := make([]*pageChoice, len(groups))
	for i, group := range groups {
		choices[i] = &pageChoice{group: group, taken: make([][]int, len(group.Runs))}
	}
	for rank, kind := range findingKinds() {
		turns := make([][][2]int, len(choices))
		longest := 0
		for i, choice := range choices {
			turns[i] = choice.ofKind(kind)
			longest = max(longest, len(turns[i]))
		}
		for turn := range longest {
			for i, choice := range choices {
				if turn < len(turns[i]) && !choice.takes(r, &room, turns[i][turn]) {
					choice.omitted[rank]++
				}
			}
		}
	}
	shown := 0
	var omitted [len(ranks)]int
	for _, choice := range choices {
		for rank, count := range choice.omitted {
			omitted[rank] += count
		}
		if choice.begun {
			group, count := choice.shown()
			found.Groups = append(found.Groups, group)
			shown += count
		}
	}
	found.Shown = wording.Count(shown, "finding")
	if list := countRanks(omitted); list != "" {
		found.LeftOut = leftOutList(list, inJSON)
	}
}

// ofKind lists the findings of a kind, each by the numbers of its run and its own.
func (c *pageChoice) ofKind(kind string) [][2]int {
	var listed [][2]int
	for run := range c.group.Runs {
		if c.group.Runs[run].Kind != kind {
			continue
		}
		for number := range c.group.Runs[run].Findings {
			listed = append(listed, [2]int{run, number})
		}
	}
	return listed
}

// takes shows a finding, with what stands around it where it is the first, if there
// is room for that.
func (c *pageChoice) takes(r *pageRoom, room *int, at [2]int) bool {
	// No finding takes less, so that nothing more is measured where nothing fits.
	const least = len(`<details class="finding"><summary></summary><p></p></details>`)
	if *room < least {
		return false
	}
	// What heads findings stands in the filters too.
	const heads = 3
	run := c.group.Runs[at[0]]
	needed := r.size("finding", run.Findings[at[1]]) + len("\n")
	if len(c.taken[at[0]]) == 0 {
		run.Findings = nil
		needed += heads * r.size("run", run)
	}
	if !c.begun {
		group := c.group
		group.Runs = nil
		needed += heads * r.size("group", group)
	}
	if needed > *room {
		return false
	}
	*room -= needed
	c.begun = true
	c.taken[at[0]] = append(c.taken[at[0]], at[1])
	return true
}

// shown is the group with the findings that were chosen, and how many they are.
func (c *pageChoice) shown() (pageGroup, int) {
	group, count := c.group, 0
	group.Runs = nil
	for i, run := range c.group.Runs {
		if len(c.taken[i]) == 0 {
			continue
		}
		run.Findings = pick(run.Findings, c.taken[i])
		group.Runs = append(group.Runs, run)
		count += len(run.Findings)
	}
	group.Shown = wording.Count(count, "finding")
	if list := countRanks(c.omitted); list != "" {
		group.LeftOut = "Left out here: " + list + "."
	}
	return group, count
}
