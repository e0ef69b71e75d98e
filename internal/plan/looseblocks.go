package plan

import (
	"bytes"
	"hash/maphash"
)

// looseBlocks are the blocks of resources that do not matter, as they stand in a
// shortened configuration. The order of the apply needs one only where a path of
// references from what matters leads to it.
type looseBlocks struct {
	seed   maphash.Seed
	blocks []looseBlock
	// references are those of all blocks, one block after the other.
	references []uint64
	texts      textStore
	// modules tells that something depends on a whole module. Then a block in a
	// module may be needed although nothing names it.
	modules bool
}

// looseBlock is one block: where it belongs in the configuration, where its text
// is, and its references.
type looseBlock struct {
	at   int
	text storedText
	name uint64
	// first is its first reference.
	first int32
	// next is the block before this one that has the same name, plus one.
	next     int32
	needed   bool
	inModule bool
}

// dependsOn remembers whether a block that is kept depends on a module.
func (l *looseBlocks) dependsOn(b *block) {
	l.modules = l.modules || b.dependsOn && bytes.Contains(b.members, []byte(`"module.`))
}

// add adds a block that belongs at a place of the configuration.
func (l *looseBlocks) add(b *block, at int, needed, inModule bool) {
	if len(l.blocks) == 0 {
		l.seed = maphash.MakeSeed()
	}
	l.dependsOn(b)
	l.blocks = append(l.blocks, looseBlock{
		at: at, text: l.texts.add(b.append), name: l.hash(b.address), first: int32(len(l.references)), needed: needed, inModule: inModule,
	})
	for _, reference := range b.references {
		l.references = append(l.references, l.hash(referredResource(reference[1:len(reference)-1])))
	}
	if b.dependsOn {
		eachText(b.members, func(text []byte) { l.references = append(l.references, l.hash(referredResource(text))) })
	}
}

func (l *looseBlocks) hash(text []byte) uint64 { return maphash.Bytes(l.seed, text) }

// referredResource cuts a reference to the address of the resource in it, without
// the key of an instance.
func referredResource(reference []byte) []byte {
	segments := 2
	if bytes.HasPrefix(reference, []byte("data.")) {
		segments = 3
	}
	for i, c := range reference {
		if c == '.' {
			segments--
		}
		if segments == 0 || c == '[' {
			return reference[:i]
		}
	}
	return reference
}

// eachText calls do for each text in JSON, names included.
func eachText(json []byte, do func(text []byte)) {
	for {
		begin := bytes.IndexByte(json, '"')
		if begin < 0 {
			return
		}
		json = json[begin+1:]
		end := 0
		for end < len(json) && json[end] != '"' {
			if json[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end, len(json))
		do(json[:end])
		json = json[min(end+1, len(json)):]
	}
}

// insert puts the loose blocks that are needed into the configuration.
func (l *looseBlocks) insert(configuration []byte) []byte {
	if len(l.blocks) == 0 {
		return configuration
	}
	l.markNeeded(configuration)
	var out []byte
	at := 0
	for _, b := range l.blocks {
		if !b.needed {
			continue
		}
		out = append(out, configuration[at:b.at]...)
		at = b.at
		if last := out[len(out)-1]; last != '[' && last != ',' {
			out = append(out, ',')
		}
		out = append(out, l.texts.get(b.text)...)
		if next := configuration[at]; next != ',' && next != ']' {
			out = append(out, ',')
		}
	}
	return append(out, configuration[at:]...)
}

// markNeeded marks what a path of references leads to. All texts outside of
// loose blocks count as references, and names are not told apart by module: what
// is kept for nothing does no harm.
func (l *looseBlocks) markNeeded(configuration []byte) {
	// The last block of each name, plus one.
	byName := make(map[uint64]int32, len(l.blocks))
	for i := range l.blocks {
		b := &l.blocks[i]
		b.next, byName[b.name] = byName[b.name], int32(i+1)
	}
	reached := map[uint64]bool{}
	var waiting []uint64
	reach := func(name uint64) {
		if !reached[name] {
			reached[name] = true
			waiting = append(waiting, name)
		}
	}
	outside := func(text []byte) {
		if name := l.hash(referredResource(text)); byName[name] > 0 {
			reach(name)
		}
	}
	eachText(configuration, outside)
	for i, b := range l.blocks {
		if b.inModule && l.modules {
			l.blocks[i].needed = true
			reach(b.name)
		}
	}
	for len(waiting) > 0 {
		name := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		for i := byName[name]; i > 0; i = l.blocks[i-1].next {
			l.blocks[i-1].needed = true
			for _, reference := range l.referencesOf(int(i) - 1) {
				if byName[reference] > 0 {
					reach(reference)
				}
			}
		}
	}
}

func (l *looseBlocks) referencesOf(i int) []uint64 {
	end := int32(len(l.references))
	if i+1 < len(l.blocks) {
		end = l.blocks[i+1].first
	}
	return l.references[l.blocks[i].first:end]
}
