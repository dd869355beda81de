package registry

import "time"

// Verification is the state of an eID verification of a contact or user: a
// registrar requests it, an eID service returns a result, the registrar approves
// or rejects the result. The zero Verification was never requested.
type Identity struct {
	Reference string    `json:"reference,omitempty"` // of the verification in progress
	Asked     time.Time `json:"asked,omitzero"`      // zero: none is in progress
	Found     *Finding  `json:"found,omitempty"`     // waits for approval; nil: none
	Proof     *Finding  `json:"proof,omitempty"`     // last approved result; nil: none
}

// VerificationResult is a person's data from an eID service.
type Finding struct {
	Reference string    `json:"reference"`
	At        time.Time `json:"at"` // when it was received; in Proof, when it was approved
	Name      string    `json:"name"`
	Ident     Ident     `json:"ident"`
}

// Start returns i with a verification in progress. An earlier Proof remains until
// another result is approved.
func (i Identity) Ask(reference string, now time.Time) Identity {
	return Identity{Reference: reference, Asked: now, Proof: i.Proof}
}

// SetResult returns i with the eID service's result; ErrVerificationState unless
// one was requested and none received.
func (i Identity) Answer(name string, ident Ident, now time.Time) (Identity, error) {
	if i.Asked.IsZero() || i.Found != nil {
		return i, ErrIdentity.On("verification", "nobody has asked")
	}
	i.Found = &Finding{i.Reference, now, name, ident}
	return i, nil
}

// Approve returns i with its result as Proof; ErrVerificationState if there is no
// result, or if ident is not empty and is not the ident of the result.
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

// Reject returns i without its result; ErrVerificationState if there is none.
func (i Identity) Reject() (Identity, error) {
	if i.Found == nil {
		return i, ErrIdentity.On("verification", "there is no answer")
	}
	return Identity{Proof: i.Proof}, nil
}

// Verified returns the instant of the last approval; zero: never.
func (i Identity) Verified() time.Time {
	if i.Proof == nil {
		return time.Time{}
	}
	return i.Proof.At
}
