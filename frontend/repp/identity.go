package repp

import (
	"bytes"
	"slices"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// identityRoutes verify the identity of contacts and users: the registrar
// requests a check, an eID service answers it, and the registrar approves or
// rejects the result.
var identityRoutes = slices.Concat(requireRole(registry.RoleEPP,
	rest.Handle("POST /contacts/verify/{code}", "Request a contact's identity check", 200,
		func(in contactPath) command.Command[registrar.SubjectVerification] {
			return registrar.StartVerification{Subject: in.subject()}
		},
		encodeCheckedContact, identityDoc(contacts)),
	rest.Handle("POST /contacts/approve_verification/{code}", "Approve a contact's identity", 200,
		func(in contactPath) command.Command[registrar.SubjectVerification] {
			return registrar.ApproveVerification{Subject: in.subject()}
		}, encodeCheckedContact, identityDoc(contacts)),
	rest.Handle("POST /contacts/reject_verification/{code}", "Reject a contact's identity", 200,
		func(in contactPath) command.Command[registrar.SubjectVerification] {
			return registrar.RejectVerification{Subject: in.subject()}
		}, encodeCheckedContact, identityDoc(contacts)),
	rest.HandleFunc("GET /contacts/download_poi/{code}", "Download the proof of a contact's identity", 200, func(c *rest.Call, in contactPath) (rest.File, error) {
		return proofPDF(c, in.subject())
	}, proofDoc(contacts)),
), requireRole(registry.RoleSuper,
	rest.Handle("POST /api_users/verify/{id}", "Request a user's identity check", 200,
		func(in idPath) command.Command[registrar.SubjectVerification] {
			return registrar.StartVerification{Subject: in.subject()}
		},
		encodeCheckedUser, identityDoc(users)),
	rest.Handle("POST /api_users/approve_verification/{id}", "Approve a user's identity", 200,
		func(in idPath) command.Command[registrar.SubjectVerification] {
			return registrar.ApproveVerification{Subject: in.subject()}
		}, encodeCheckedUser, identityDoc(users)),
	rest.Handle("POST /api_users/reject_verification/{id}", "Reject a user's identity", 200,
		func(in idPath) command.Command[registrar.SubjectVerification] {
			return registrar.RejectVerification{Subject: in.subject()}
		}, encodeCheckedUser, identityDoc(users)),
	rest.HandleFunc("GET /api_users/download_poi/{id}", "Download the proof of a user's identity", 200, func(c *rest.Call, in idPath) (rest.File, error) {
		return proofPDF(c, in.subject())
	}, proofDoc(users)),
))

func (in contactPath) subject() registrar.VerificationSubject {
	return registrar.VerificationSubject{Contact: registry.ContactID(in.Code)}
}

func (in idPath) subject() registrar.VerificationSubject {
	return registrar.VerificationSubject{User: in.ID}
}

func identityDoc(tag string) rest.Doc {
	doc := userDoc("A notification announces the result of the check; until then it can be neither approved nor rejected.")
	doc.Tag = tag
	doc.Refusals["identity"] = refusal(400, 2304, "Object status prohibits operation")
	doc.Refusals["proof-absent"] = refusal(404, 2303, "Object does not exist")
	return doc
}

func proofDoc(tag string) rest.Doc {
	doc := identityDoc(tag)
	doc.Description, doc.Produces = "A PDF, available once the identity is approved.", "application/pdf"
	return doc
}

// checked is the state of an identity check.
type checked struct {
	Reference rest.Opt[string] `json:"verification_id"`
	Asked     ee.LocalTime     `json:"ident_request_sent_at"`
	Answered  ee.LocalTime     `json:"verification_pending_at"`
	Verified  ee.LocalTime     `json:"verified_at"`
}

func encodeChecked(i registry.Verification) checked {
	c := checked{Reference: ee.Nullable(i.Reference), Asked: ee.LocalTime(i.Requested), Verified: ee.LocalTime(i.Verified())}
	if i.Result != nil {
		c.Answered = ee.LocalTime(i.Result.At)
	}
	if i.Reference == "" && i.Proof != nil {
		c.Reference = rest.Some(i.Proof.Reference)
	}
	return c
}

type provedContact struct {
	Contact struct {
		Code registry.ContactID `json:"code"`
		checked
	} `json:"contact"`
}

func encodeCheckedContact(c registrar.SubjectVerification) answer[provedContact] {
	var out provedContact
	out.Contact.Code, out.Contact.checked = c.Contact.ID, encodeChecked(c.Verification)
	return success(out)
}

type checkedUser struct {
	User struct {
		ID int64 `json:"id"`
		checked
	} `json:"api_user"`
}

func encodeCheckedUser(c registrar.SubjectVerification) answer[checkedUser] {
	var out checkedUser
	out.User.ID, out.User.checked = c.User.Number, encodeChecked(c.Verification)
	return success(out)
}

// proofPDF returns the proof of an approved identity; the same bytes for the same
// proof.
func proofPDF(c *rest.Call, s registrar.VerificationSubject) (rest.File, error) {
	result, err := rest.Ask(c, registrar.VerificationProof{Subject: s})
	if err != nil {
		return rest.File{}, err
	}
	subject := "Contact " + string(result.Contact.ID)
	if s.Contact == "" {
		subject = "User " + result.User.Login
	}
	i := result.Verification.Proof
	p := page{fpdf.New("P", "mm", "A4", "")}
	p.SetCreationDate(i.At)
	p.SetModificationDate(i.At)
	p.SetCatalogSort(true)
	p.SetMargins(20, 20, 20)
	p.AddUTF8FontFromBytes(font, "", dejavu)
	p.AddPage()
	p.SetFont(font, "", 18)
	p.CellFormat(0, 10, "Proof of identity", "", 1, "L", false, 0, "")
	p.SetFont(font, "", 9)
	p.labelled("Of", subject)
	p.labelled("Name", i.Name)
	p.labelled("Identity code", i.Ident.Code)
	p.labelled("Country", i.Ident.Country)
	p.labelled("Check", i.Reference)
	p.labelled("Approved", i.At.In(ee.Tallinn).Format(time.DateTime))
	var b bytes.Buffer
	err = p.Output(&b)
	return rest.File{Name: "proof-of-identity-" + i.Reference + ".pdf", Type: "application/pdf", Body: b.Bytes()}, err
}
