package kube

import (
	"strconv"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// deprecatedUseMetric is 1 for each deprecated API that was asked for since the API
// server was started.
const deprecatedUseMetric = "apiserver_requested_deprecated_apis"

// deprecatedUseOf reads one line of an API server's metrics, and false where it
// tells of no use of a deprecated API. A subresource stands behind the resource,
// as in deployments/scale.
func deprecatedUseOf(line string) (upgrade.KubeDeprecatedUse, bool) {
	rest, is := strings.CutPrefix(strings.TrimSpace(line), deprecatedUseMetric)
	if !is {
		return upgrade.KubeDeprecatedUse{}, false
	}
	labels, rest, ok := metricLabels(rest)
	if !ok || !isPositive(rest) || labels["version"] == "" || labels["resource"] == "" {
		return upgrade.KubeDeprecatedUse{}, false
	}
	use := upgrade.KubeDeprecatedUse{GroupVersion: labels["version"], Resource: labels["resource"]}
	if group := labels["group"]; group != "" {
		use.GroupVersion = group + "/" + labels["version"]
	}
	if subresource := labels["subresource"]; subresource != "" {
		use.Resource += "/" + subresource
	}
	if removed, err := upgrade.ParseMinor(labels["removed_release"]); err == nil {
		use.RemovedIn = removed
	}
	return use, true
}

// isPositive reads the value of a metric, which a time may follow.
func isPositive(text string) bool {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return false
	}
	number, err := strconv.ParseFloat(fields[0], 64)
	return err == nil && number > 0
}

const blanks = " \t"

// metricLabels reads the labels of a metric in braces, as the text format of
// Prometheus has them
// (https://prometheus.io/docs/instrumenting/exposition_formats/), and gives what
// follows.
func metricLabels(text string) (labels map[string]string, rest string, ok bool) {
	text, ok = strings.CutPrefix(strings.TrimLeft(text, blanks), "{")
	labels = map[string]string{}
	for ok {
		text = strings.TrimLeft(text, blanks)
		if after, end := strings.CutPrefix(text, "}"); end {
			return labels, after, true
		}
		var name, value string
		name, text, ok = strings.Cut(text, "=")
		if !ok {
			break
		}
		value, text, ok = quotedLabel(strings.TrimLeft(text, blanks))
		if !ok {
			break
		}
		labels[strings.TrimSpace(name)] = value
		text = strings.TrimLeft(text, blanks)
		if after, more := strings.CutPrefix(text, ","); more {
			text = after
		} else if !strings.HasPrefix(text, "}") {
			break
		}
	}
	return nil, "", false
}

// quotedLabel reads a label's value. A backslash escapes a quote, a backslash and
// the n of a new line, and stands for itself otherwise.
func quotedLabel(text string) (value, rest string, ok bool) {
	text, ok = strings.CutPrefix(text, `"`)
	if !ok {
		return "", "", false
	}
	var read strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return read.String(), text[i+1:], true
		case text[i] == '\\' && i+1 < len(text) && strings.IndexByte(`\"n`, text[i+1]) >= 0:
			i++
			if text[i] == 'n' {
				read.WriteByte('\n')
			} else {
				read.WriteByte(text[i])
			}
		default:
			read.WriteByte(text[i])
		}
	}
	return "", "", false
}
