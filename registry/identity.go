package registry

import "time"

// Verification is the state of an eID verification of a contact or user: a
// registrar requests it, an eID service returns a result, the registrar approves
// or rejects the result. The zero Verification was never requested.
type Verification struct {
	Reference string              `json:"reference,omitempty"` // of the verification in progress
	Requested time.Time           `json:"asked,omitzero"`      // zero: none is in progress
	Result    *VerificationResult `json:"found,omitempty"`     // waits for approval; nil: none
	Proof     *VerificationResult `json:"proof,omitempty"`     // last approved result; nil: none
}

// VerificationResult is a person's data from an eID service.
type VerificationResult struct {
	Reference string    `json:"reference"`
	At        time.Time `json:"at"` // when it was received; in Proof, when it was approved
	Name      string    `json:"name"`
	Ident     Ident     `json:"ident"`
}

// Start returns i with a verification in progress. An earlier Proof remains until
// another result is approved.
func (i Verification) Start(reference string, now time.Time) Verification {
	return Verification{Reference: reference, Requested: now, Proof: i.Proof}
}

// SetResult returns i with the eID service's result; ErrVerificationState unless
// one was requested and none received.
func (i Verification) SetResult(name string, ident Ident, now time.Time) (Verification, error) {
	if i.Requested.IsZero() || i.Result != nil {
		return i, ErrVerificationState.On("verification", "nobody has asked")
	}
	i.Result = &VerificationResult{i.Reference, now, name, ident}
	return i, nil
}

// Approve returns i with its result as Proof; ErrVerificationState if there is no
// result, or if ident is not empty and is not the ident of the result.
func (i Verification) Approve(ident Ident, now time.Time) (Verification, error) {
	switch {
	case i.Result == nil:
		return i, ErrVerificationState.On("verification", "there is no answer")
	case ident.Code != "" && (i.Result.Ident.Code != ident.Code || i.Result.Ident.Country != ident.Country):
		return i, ErrVerificationState.On("verification", "it is somebody else")
	}
	proof := *i.Result
	proof.At = now
	return Verification{Proof: &proof}, nil
}

// Reject returns i without its result; ErrVerificationState if there is none.
func (i Verification) Reject() (Verification, error) {
	if i.Result == nil {
		return i, ErrVerificationState.On("verification", "there is no answer")
	}
	return Verification{Proof: i.Proof}, nil
}

// Verified returns the instant of the last approval; zero: never.
func (i Verification) Verified() time.Time {
	if i.Proof == nil {
		return time.Time{}
	}
	return i.Proof.At
}
