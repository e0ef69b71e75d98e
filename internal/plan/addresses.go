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

// like makes an empty set that hashes as a does.
func (a addresses) like() addresses {
	return addresses{seed: a.seed, hashes: map[uint64]struct{}{}}
}

// without counts the addresses that the other set lacks; both must hash alike.
func (a addresses) without(other addresses) int {
	count := 0
	for hash := range a.hashes {
		if _, found := other.hashes[hash]; !found {
			count++
		}
	}
	return count
}

func (a addresses) add(address string) {
	a.hashes[maphash.String(a.seed, address)] = struct{}{}
}

func (a addresses) has(address string) bool {
	if len(a.hashes) == 0 {
		return false
	}
	_, found := a.hashes[maphash.String(a.seed, address)]
	return found
}

// addBytes is add without a copy of the address.
func (a addresses) addBytes(address []byte) {
	a.hashes[maphash.Bytes(a.seed, address)] = struct{}{}
}

// typeInAddress is the type of the resource that an address such as
// module.a["b"].data.aws_ami.this[0] names; empty where it names none.
func typeInAddress(address []byte) []byte {
	for {
		segment, rest := cutSegment(address)
		switch {
		case len(rest) == 0:
			return nil
		case string(segment) == "module":
			// The module's name, with the key of its instance.
			_, address = cutSegment(rest)
		case string(segment) == "data":
			segment, _ = cutSegment(rest)
			return segment
		default:
			return segment
		}
	}
}

// cutSegment cuts an address at the first dot that is not in the key of an
// instance. Keys are quoted as in HCL.
func cutSegment(address []byte) (segment, rest []byte) {
	quoted := false
	for i := 0; i < len(address); i++ {
		switch c := address[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			return address[:i], address[i+1:]
		}
	}
	return address, nil
}

// hasBytes is has without a copy of the address.
func (a addresses) hasBytes(address []byte) bool {
	_, found := a.hashes[maphash.Bytes(a.seed, address)]
	return found
}
