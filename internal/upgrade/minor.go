package upgrade

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Minor is a Kubernetes minor version, such as 1.34. Its zero value is no
// version at all; a Minor comes from ParseMinor.
type Minor struct {
	number int8
	valid  bool
}

var minorPattern = regexp.MustCompile(`^1\.(0|[1-9][0-9]?)$`)

// ParseMinor reads a version as EKS takes it: "1." and a number of one or two
// digits, without a leading zero, a patch level or a "v". The error says what
// is wrong with the text and, where that is plain, what was meant.
func ParseMinor(text string) (Minor, error) {
	match := minorPattern.FindStringSubmatch(text)
	if match == nil {
		return Minor{}, fmt.Errorf("%s is not a Kubernetes minor version: %s", Quote(text), minorMistake(text))
	}
	number, err := strconv.ParseInt(match[1], 10, 8)
	if err != nil {
		return Minor{}, fmt.Errorf("%s is not a Kubernetes minor version: %w", Quote(text), err)
	}
	return Minor{number: int8(number), valid: true}, nil
}

var almostMinor = regexp.MustCompile(`^\s*v?(1\.(?:0|[1-9][0-9]?))(?:\.[0-9].*)?\s*$`)

// minorMistake tells what to write instead of a text that is no minor.
func minorMistake(text string) string {
	if text == "" {
		return `it is empty; write one such as "1.34"`
	}
	if meant := almostMinor.FindStringSubmatch(text); meant != nil {
		return fmt.Sprintf("EKS takes the minor alone; write %q", meant[1])
	}
	return `write one such as "1.34"`
}

// Quote puts a text in quotes for a message, shortened where it is long.
func Quote(text string) string {
	const longest = 40
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	if len(runes) > longest {
		return strconv.Quote(string(runes[:longest])) + "..."
	}
	return strconv.Quote(string(runes))
}

// IsZero tells whether m is no version.
func (m Minor) IsZero() bool { return !m.valid }

// String gives "1.34", and "none" for the zero value.
func (m Minor) String() string {
	if m.IsZero() {
		return "none"
	}
	return "1." + strconv.Itoa(int(m.number))
}

// Compare is negative where m is older than other, zero where they are equal.
func (m Minor) Compare(other Minor) int { return cmp.Compare(m.number, other.number) }

// Older tells whether m comes before other.
func (m Minor) Older(other Minor) bool { return m.Compare(other) < 0 }

// Newer tells whether m comes after other.
func (m Minor) Newer(other Minor) bool { return m.Compare(other) > 0 }

// Next is the minor after m: the only one that EKS lets a control plane at m go
// up to. There is none after 1.99.
func (m Minor) Next() Minor {
	if m.IsZero() || m.number == maxMinorNumber {
		return Minor{}
	}
	return Minor{number: m.number + 1, valid: true}
}

// Previous is the minor before m; 1.0 has none.
func (m Minor) Previous() Minor {
	if m.IsZero() || m.number == 0 {
		return Minor{}
	}
	return Minor{number: m.number - 1, valid: true}
}

const maxMinorNumber = 99

// Distance is the number of minors between a and b, whichever is newer.
func Distance(a, b Minor) int {
	distance := int(a.number) - int(b.number)
	if distance < 0 {
		return -distance
	}
	return distance
}

// Path lists the minors to pass on the way up from one to another, the last one
// included, one for each upgrade. It is empty where there is nothing to pass,
// and an error where to is older than from: a control plane goes up only.
func Path(from, to Minor) ([]Minor, error) {
	if from.IsZero() || to.IsZero() {
		return nil, errors.New("an upgrade path needs two versions")
	}
	if to.Older(from) {
		return nil, fmt.Errorf("there is no upgrade path from %s to %s: %s is older, and EKS upgrades go up only", from, to, to)
	}
	path := make([]Minor, 0, Distance(from, to))
	for step := from; step.Older(to); {
		step = step.Next()
		path = append(path, step)
	}
	return path, nil
}

// FirstEKSMinor is 1.10, with which EKS became generally available in June 2018
// (https://aws.amazon.com/blogs/aws/amazon-eks-now-generally-available/).
var FirstEKSMinor = Minor{number: 10, valid: true}

// FirstMinorWithSkewOfThree is the first kubelet that may be three minors behind
// its control plane; older ones may be two
// (https://kubernetes.io/releases/version-skew-policy/).
var FirstMinorWithSkewOfThree = Minor{number: 25, valid: true}

// KubeletLimit is how many minors EKS and Kubernetes allow a kubelet to be
// behind its control plane: three, and two for one below 1.25
// (https://kubernetes.io/releases/version-skew-policy/, and
// https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html).
func KubeletLimit(kubelet Minor) int {
	if kubelet.Older(FirstMinorWithSkewOfThree) {
		return 2
	}
	return 3
}
