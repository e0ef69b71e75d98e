package upgrade

// Catalog holds the dated facts that rules judge by.
type Catalog struct {
	// Date is the day as of which the facts were gathered.
	Date Date
	// Versions is the EKS support calendar, oldest minor first.
	Versions []VersionSupport
	// ExtendedSupportPrice is a sentence on what extended support costs.
	ExtendedSupportPrice SourcedText
	// APIs are the Kubernetes APIs that go, or have gone.
	APIs []API
	// ResourceAPIs are the APIs that types of the Kubernetes provider use.
	ResourceAPIs []ResourceAPI
	Addons       []AddonFacts
	AMIs         []AMIFact
	Notes        []Note
}

// VersionSupport is one row of the EKS support calendar. A date that has no
// source is zero: not known, which is neither past nor future.
type VersionSupport struct {
	Version              Minor
	UpstreamRelease      Date
	Release              Date
	EndOfStandardSupport Date
	EndOfExtendedSupport Date
	Source               string
	Note                 string
	// Reported is the status that EKS itself gives on the day it is asked; empty
	// where EKS was not asked. It may be one that this release does not know.
	Reported SupportStatus
}

// SourcedText is a text with the place and the day that it comes from.
type SourcedText struct {
	Text   string
	Source string
	Date   Date
}

// SupportStatus is what EKS says of a version on a day.
type SupportStatus string

const (
	// NotReleased: EKS does not offer the version yet on that day.
	NotReleased SupportStatus = "NOT_RELEASED"
	// StandardSupport is the first 14 months.
	StandardSupport SupportStatus = "STANDARD_SUPPORT"
	// ExtendedSupport is the 12 months after, at a higher price.
	ExtendedSupport SupportStatus = "EXTENDED_SUPPORT"
	// Unsupported: extended support has ended, and EKS upgrades such clusters
	// by itself.
	Unsupported SupportStatus = "UNSUPPORTED"
)

// Status is the support status on a day. The day that a support ends on is its
// last. A version whose end is not known is taken as being in standard support
// from its release on, which is all that is known of it.
func (v VersionSupport) Status(on Date) SupportStatus {
	switch {
	case on.Before(v.Release):
		return NotReleased
	case v.EndOfStandardSupport.IsZero() || !v.EndOfStandardSupport.Before(on):
		return StandardSupport
	case v.EndOfExtendedSupport.IsZero() || !v.EndOfExtendedSupport.Before(on):
		return ExtendedSupport
	default:
		return Unsupported
	}
}

// Find gives the row of a version, and false where the catalog has none.
func (c Catalog) Find(version Minor) (VersionSupport, bool) {
	for _, row := range c.Versions {
		if row.Version == version {
			return row, true
		}
	}
	return VersionSupport{}, false
}

// Oldest is the oldest minor that the calendar knows; zero where it is empty.
func (c Catalog) Oldest() Minor {
	if len(c.Versions) == 0 {
		return Minor{}
	}
	return c.Versions[0].Version
}

// Newest is the newest minor that the calendar knows; zero where it is empty.
func (c Catalog) Newest() Minor {
	if len(c.Versions) == 0 {
		return Minor{}
	}
	return c.Versions[len(c.Versions)-1].Version
}

// Offered lists the versions in standard or extended support on a day, oldest
// first.
func (c Catalog) Offered(on Date) []Minor {
	var offered []Minor
	for _, row := range c.Versions {
		if status := row.Status(on); status == StandardSupport || status == ExtendedSupport {
			offered = append(offered, row.Version)
		}
	}
	return offered
}
