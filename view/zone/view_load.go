package zone

import (
	"cmp"
	"context"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Load implements Consumer. It reads the whole registry.
func (v *View) Load(ctx context.Context, tx store.Tx) error {
	count := 0
	for _, tld := range v.TLDs {
		n, err := tx.Domains().Count(store.DomainQuery{TLD: tld})
		if err != nil {
			return err
		}
		count += n
	}
	p := v.newState(count)
	seq, err := tx.LastSeq()
	if err != nil {
		return err
	}
	p.seq = seq
	if err := p.loadServersAndRecords(tx); err != nil {
		return err
	}
	if err := p.loadDomains(ctx, tx); err != nil {
		return err
	}
	for _, z := range p.zoneList {
		touched, err := tx.LastZoneSeq(z.Name)
		if err != nil {
			return err
		}
		z.serial.Store(serial(touched))
	}
	p.packReferral = v.PackReferral
	for _, z := range p.zoneList {
		z.packAll(p)
		z.nodes.unpublished = false
		if v.PackNegative != nil {
			z.PackedNegative = v.PackNegative(z)
		}
	}
	p.records.unpublished, p.trackDiffs = false, v.OnPublish != nil
	v.next, v.pending = p, nil
	return nil
}

// loadServersAndRecords loads the name servers of registrars, the addresses of
// hosts, and the records of hosted zones.
func (p *state) loadServersAndRecords(tx store.Tx) error {
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
	for zone, list := range records {
		p.records.set(toWire(string(zone)), newRecords(zone, list))
	}
	return nil
}

// serial returns a change's Seq as an SOA serial, which is never 0.
func serial(seq uint64) uint32 { return max(uint32(seq), 1) }

// packAll packs the referrals of all delegation sets.
func (z *Zone) packAll(p *state) {
	for id := uint32(registeredOnly + 1); id < z.sets.next; id++ {
		p.pack(z.sets.get(id))
	}
}

// loadDomains loads all domains in a pipeline of three goroutines: one reads
// documents, one decodes them, one stores them in p.
func (p *state) loadDomains(ctx context.Context, tx store.Tx) error {
	const batch = 512
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	read, decoded := make(chan []string, 4), make(chan []namedDelegation, 4)
	go func() {
		defer close(decoded)
		for docs := range read {
			part := make([]namedDelegation, 0, len(docs))
			for _, doc := range docs {
				d, err := scanDomain(doc)
				if err != nil {
					stop(err)
					continue
				}
				part = append(part, namedDelegation{d.Name, delegationOf(d)})
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
	err := tx.Domains().ForEachDocument(func(doc string) error {
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
type namedDelegation struct {
	name name.Name
	delegation
}
