package plan

import "hash/maphash"

// addresses is a set of resource addresses that holds 8 bytes for each.
type addresses struct {
	seed   maphash.Seed
	hashes map[uint64]struct{}
}

func newAddresses() addresses {
	return addresses{seed: maphash.MakeSeed(), hashes: map[uint64]struct{}{}}
}

func (a addresses) add(address string) {
	a.hashes[maphash.String(a.seed, address)] = struct{}{}
}

func (a addresses) has(address string) bool {
	_, found := a.hashes[maphash.String(a.seed, address)]
	return found
}
