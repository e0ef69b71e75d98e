package plan

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// looseBlocks are the blocks of resources that do not matter, as they stand in a
// shortened configuration. The order of the apply needs one only where a path of
// references from what matters leads to it.
type looseBlocks struct {
	seed   maphash.Seed
	blocks []looseBlock
	// references are those of all blocks, one block after the other.
	references []uint32
	// texts are the blocks as JSON, each after the place where it belongs.
	texts textStore
	// modules tells that something depends on a whole module. Then a block in a
	// module may be needed although nothing names it.
	modules bool
}

// looseBlock is what tells whether one block is needed. There may be very many, so
// the rest of it is among the texts.
type looseBlock struct {
	// name is the hash of its address. Two names may have one hash, because what is
	// kept for nothing does no harm.
	name uint32
	// first is its first reference.
	first int32
	// next is another block in the same place of the table of names, plus one.
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
		name: l.hash(b.address), first: int32(len(l.references)), needed: needed, inModule: inModule,
	})
	l.texts.add(func(out []byte) []byte { return b.append(binary.AppendUvarint(out, uint64(at))) })
	for _, reference := range b.references {
		l.references = append(l.references, l.hash(referredResource(reference[1:len(reference)-1])))
	}
	if b.dependsOn {
		eachText(b.members, func(text []byte) { l.references = append(l.references, l.hash(referredResource(text))) })
	}
}

func (l *looseBlocks) hash(text []byte) uint32 { return uint32(maphash.Bytes(l.seed, text)) }

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
	done := 0
	l.texts.each(func(number int) bool { return l.blocks[number].needed }, func(text []byte) {
		place, size := binary.Uvarint(text)
		at := int(place)
		out = append(out, configuration[done:at]...)
		done = at
		if last := out[len(out)-1]; last != '[' && last != ',' {
			out = append(out, ',')
		}
		out = append(out, text[size:]...)
		if next := configuration[at]; next != ',' && next != ']' {
			out = append(out, ',')
		}
	})
	return append(out, configuration[done:]...)
}

// markNeeded marks what a path of references leads to. All texts outside of
// loose blocks count as references, and names are not told apart by module: what
// is kept for nothing does no harm.
func (l *looseBlocks) markNeeded(configuration []byte) {
	// A table of blocks by name, each place the number of a block plus one.
	table := make([]int32, 1<<bits.Len(uint(len(l.blocks))))
	place := func(name uint32) *int32 { return &table[int(name)&(len(table)-1)] }
	for i := range l.blocks {
		b := &l.blocks[i]
		head := place(b.name)
		b.next, *head = *head, int32(i+1)
	}
	var waiting []int
	// Blocks that are reached leave the table: they are reached once.
	reach := func(name uint32) {
		for at := place(name); *at > 0; {
			b := &l.blocks[*at-1]
			if b.name != name {
				at = &b.next
				continue
			}
			b.needed = true
			waiting = append(waiting, int(*at-1))
			*at = b.next
		}
	}
	eachText(configuration, func(text []byte) { reach(l.hash(referredResource(text))) })
	for _, b := range l.blocks {
		if b.inModule && l.modules {
			reach(b.name)
		}
	}
	for len(waiting) > 0 {
		block := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		for _, reference := range l.referencesOf(block) {
			reach(reference)
		}
	}
}

func (l *looseBlocks) referencesOf(i int) []uint32 {
	end := int32(len(l.references))
	if i+1 < len(l.blocks) {
		end = l.blocks[i+1].first
	}
	return l.references[l.blocks[i].first:end]
}
