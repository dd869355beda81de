package registry

import "time"

// An Identity is how far it is known that somebody is who they say: a registrar
// asks, an eID service answers to the registry, the registrar approves or
// rejects what it found. The zero Identity was never asked about.
type Identity struct {
	Reference string    `json:"reference,omitempty"` // of the check under way
	Asked     time.Time `json:"asked,omitzero"`      // zero: none is under way
	Found     *Finding  `json:"found,omitempty"`     // waits for the registrar's word
	Proof     *Finding  `json:"proof,omitempty"`     // approved last
}

// A Finding is a person as an eID service knows them.
type Finding struct {
	Reference string    `json:"reference"`
	At        time.Time `json:"at"` // when it was found; of a Proof, when it was approved
	Name      string    `json:"name"`
	Ident     Ident     `json:"ident"`
}

// Ask begins a check. What was proved before stays so until another finding is
// approved.
func (i Identity) Ask(reference string, now time.Time) Identity {
	return Identity{Reference: reference, Asked: now, Proof: i.Proof}
}

// Answer notes what the service found; ErrIdentity unless somebody asked.
func (i Identity) Answer(name string, ident Ident, now time.Time) (Identity, error) {
	if i.Asked.IsZero() || i.Found != nil {
		return i, ErrIdentity.On("verification", "nobody has asked")
	}
	i.Found = &Finding{i.Reference, now, name, ident}
	return i, nil
}

// Approve takes the finding for true; ErrIdentity when there is none, or when it
// is about somebody other than ident.
func (i Identity) Approve(ident Ident, now time.Time) (Identity, error) {
	switch {
	case i.Found == nil:
		return i, ErrIdentity.On("verification", "there is no answer")
	case ident.Code != "" && (i.Found.Ident.Code != ident.Code || i.Found.Ident.Country != ident.Country):
		return i, ErrIdentity.On("verification", "it is somebody else")
	}
	proof := *i.Found
	proof.At = now
	return Identity{Proof: &proof}, nil
}

// Reject drops the finding; ErrIdentity when there is none.
func (i Identity) Reject() (Identity, error) {
	if i.Found == nil {
		return i, ErrIdentity.On("verification", "there is no answer")
	}
	return Identity{Proof: i.Proof}, nil
}

// Verified returns when the identity was proved; zero: it was not.
func (i Identity) Verified() time.Time {
	if i.Proof == nil {
		return time.Time{}
	}
	return i.Proof.At
}
