package view

import (
	"cmp"
	"context"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Load implements Consumer. It reads the whole registry.
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

// serial returns a change's Seq as an SOA serial, which is never 0.
func serial(seq uint64) uint32 { return max(uint32(seq), 1) }

// packAll packs the referrals of all delegation sets.
func (z *Zone) packAll(p *picture) {
	for id := uint32(registered + 1); id < z.cuts.next; id++ {
		p.pack(z.cuts.get(id))
	}
}

// loadDomains loads all domains in a pipeline of three goroutines: one reads
// documents, one decodes them, one stores them in p.
func (p *picture) loadDomains(ctx context.Context, tx store.Tx) error {
	const batch = 512
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	read, decoded := make(chan []string, 4), make(chan []delegated, 4)
	go func() {
		defer close(decoded)
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
			decoded <- part
		}
	}()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for part := range decoded {
			for _, d := range part {
				p.setName(d.name, &d.delegation)
			}
		}
	}()
	docs := make([]string, 0, batch)
	err := tx.Domains().Documents(func(doc string) error {
		if docs = append(docs, doc); len(docs) == batch {
			read <- docs
			docs = make([]string, 0, batch)
		}
		return context.Cause(ctx)
	})
	read <- docs
	close(read)
	<-done
	return cmp.Or(context.Cause(ctx), err)
}

// A namedDelegation is a domain's name and delegation.
type delegated struct {
	name name.Name
	delegation
}
