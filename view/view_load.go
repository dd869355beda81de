package view

import (
	"cmp"
	"context"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Load reads the whole registry.
func (v *Names) Load(ctx context.Context, tx store.Tx) error {
	count := 0
	for _, tld := range v.TLDs {
		n, err := tx.Domains().Count(store.DomainQuery{TLD: tld})
		if err != nil {
			return err
		}
		count += n
	}
	p := v.newPicture(count)
	seq, err := tx.Last()
	if err != nil {
		return err
	}
	p.seq = seq
	for r, err := range tx.Registrars().All() {
		if err != nil {
			return err
		}
		p.setRegistrar(r.ID, r.Nameservers)
	}
	for h, err := range tx.Hosts().All() {
		if err != nil {
			return err
		}
		p.setHost(h.Name, h.Addrs)
	}
	records := map[name.Name][]registry.Record{}
	for r, err := range tx.Records().All() {
		if err != nil {
			return err
		}
		records[r.Zone] = append(records[r.Zone], r)
	}
	for zone, rs := range records {
		p.records.set(wire(string(zone)), newRecords(zone, rs))
	}
	if err := p.loadDomains(ctx, tx); err != nil {
		return err
	}
	for _, z := range p.list {
		touched, err := tx.Touched(z.Name)
		if err != nil {
			return err
		}
		z.serial.Store(serial(touched))
	}
	p.packer = v.Pack
	for _, z := range p.list {
		z.packAll(p)
		z.nodes.fresh = false
		if v.PackSOA != nil {
			z.Packed = v.PackSOA(z)
		}
	}
	p.records.fresh, p.journal = false, v.OnPublish != nil
	v.next, v.wait = p, nil
	return nil
}

// serial is a sequence as a serial, which is never 0.
func serial(seq uint64) uint32 { return max(uint32(seq), 1) }

// packAll makes the answers of all cuts.
func (z *Zone) packAll(p *picture) {
	for id := uint32(registered + 1); id < z.cuts.next; id++ {
		p.pack(z.cuts.get(id))
	}
}

// loadDomains reads documents, understands them and puts them into the picture,
// each on a goroutine of its own.
func (p *picture) loadDomains(ctx context.Context, tx store.Tx) error {
	const portion = 512
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	read, understood := make(chan []string, 4), make(chan []delegated, 4)
	go func() {
		defer close(understood)
		for docs := range read {
			part := make([]delegated, 0, len(docs))
			for _, doc := range docs {
				d, err := scanDomain(doc)
				if err != nil {
					stop(err)
					continue
				}
				part = append(part, delegated{d.Name, delegationOf(d)})
			}
			understood <- part
		}
	}()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for part := range understood {
			for _, d := range part {
				p.setName(d.name, &d.delegation)
			}
		}
	}()
	docs := make([]string, 0, portion)
	err := tx.Domains().Documents(func(doc string) error {
		if docs = append(docs, doc); len(docs) == portion {
			read <- docs
			docs = make([]string, 0, portion)
		}
		return context.Cause(ctx)
	})
	read <- docs
	close(read)
	<-done
	return cmp.Or(context.Cause(ctx), err)
}

// A delegated name is what the picture keeps of a domain.
type delegated struct {
	name name.Name
	delegation
}
