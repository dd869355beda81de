package repp

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"strconv"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var certificateRoutes = requireRole(registry.RoleSuper,
	rest.HandleFunc("POST /certificates", "Sign a certificate", 200, createCertificate, certificateDoc(
		"EPP asks for it. The CN is the user's subject; keys are RSA of at least 2048 bits, P-256, P-384, P-521 or Ed25519. "+
			"A user who has certificates can log in to EPP only with one of them.")),
	rest.HandleFunc("POST /certificates/p12", "Generate a key and a certificate", 200, createBundle, certificateDoc(
		"The registry stores the key only inside the PKCS #12 file, encrypted with a password that only this response shows.")),
	rest.HandleFunc("GET /api_users/{user}/certificates/{id}", "Show a certificate", 200, func(c *rest.Call, in certificatePath) (answer[certificateShown], error) {
		cert, err := rest.Ask(c, access.CertificateInfo{User: in.User, ID: in.ID})
		return success(certificateShown{encodeCertificate(cert, in.User, c)}), err
	}, certificateDoc("With the request and the certificate as PEM, once it is signed.")),
	rest.HandleFunc("GET /api_users/{user}/certificates/{id}/download", "Download a certificate", 200, download, downloadDoc()),
	rest.HandleFunc("DELETE /api_users/{user}/certificates/{id}", "Revoke a certificate", 200, func(c *rest.Call, in certificatePath) (answer[nothing], error) {
		_, err := rest.Do(c, access.RevokeCertificate{User: in.User, ID: in.ID})
		return success(nothing{}), err
	}, certificateDoc("Not in the original. It is refused from the next login on.")),
)

func certificateDoc(text string) rest.Doc {
	doc := userDoc(text)
	doc.MaxBody = 128 << 10
	doc.Refusals["certificate-request"] = refusal(400, 2005, "CSR is invalid [csr]")
	doc.Refusals["certificate-subject"] = refusal(400, 2306, "CSR common name must be {value} [csr]")
	doc.Refusals["certificate-key"] = refusal(400, 2306, "CSR key is too weak: {value} [csr]")
	return doc
}

func downloadDoc() rest.Doc {
	doc := certificateDoc("`csr` and `crt` are PEM. `p12` exists if the registry generated the key; the private key alone cannot be downloaded.")
	doc.Produces = "application/octet-stream"
	return doc
}

type certificatePath struct {
	User int64 `path:"user"`
	ID   int64 `path:"id"`
}

type certificateBody struct {
	Certificate struct {
		User      int64              `json:"api_user_id" lax:"true"`
		Interface registry.Interface `json:"interface,omitempty" enum:"api,registrar" default:"api"`
		Request   struct {
			Body string `json:"body" doc:"The CSR, in base64"`
			Type string `json:"type,omitempty" example:"csr"`
		} `json:"csr"`
	} `json:"certificate"`
}

type certificateDone struct {
	Certificate issued `json:"certificate"`
}

type issued struct {
	ID          int64            `json:"id"`
	User        int64            `json:"api_user_id"`
	Subject     string           `json:"subject"`
	Fingerprint string           `json:"sha256"`
	Expires     ee.LocalTime     `json:"expires_at"`
	Password    rest.Opt[string] `json:"p12_password,omitzero" doc:"Of the PKCS #12 file; shown only once"`
}

func createCertificate(c *rest.Call, in certificateBody) (answer[certificateDone], error) {
	body := in.Certificate.Request.Body
	if _, after, ok := strings.Cut(body, ";base64,"); ok { // a data: URL, as browsers send it
		body = after
	}
	csr, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil {
		return answer[certificateDone]{}, registry.ErrCertRequest.On("csr", "")
	}
	cert, err := rest.Do(c, access.CreateCertificate{User: in.Certificate.User, Interface: in.Certificate.Interface, CSR: csr})
	return success(certificateDone{encodeIssued(cert, in.Certificate.User)}), err
}

func encodeIssued(c registry.Certificate, user int64) issued {
	return issued{ID: c.ID, User: user, Subject: c.Subject, Fingerprint: c.Fingerprint, Expires: ee.LocalTime(c.Expires)}
}

type bundleBody struct {
	P12 struct {
		User int64 `json:"api_user_id" lax:"true"`
	} `json:"p12"`
}

func createBundle(c *rest.Call, in bundleBody) (answer[certificateDone], error) {
	owner, err := rest.Ask(c, access.RegistrarUserInfo{Number: in.P12.User})
	if err != nil {
		return answer[certificateDone]{}, err
	}
	b, err := newBundle(owner.User.CertSubject())
	if err != nil {
		return answer[certificateDone]{}, err
	}
	cert, err := rest.Do(c, access.CreateCertificate{User: in.P12.User, CSR: b.csr, Bundle: b.encode})
	out := encodeIssued(cert, in.P12.User)
	out.Password = rest.Some(b.password)
	return success(certificateDone{out}), err
}

type certificateShown struct {
	Certificate certificate `json:"cert"`
}

type certificate struct {
	ID          int64              `json:"id"`
	User        certificateUser    `json:"api_user"`
	Interface   registry.Interface `json:"interface" enum:"api,registrar"`
	Subject     string             `json:"common_name"`
	Serial      string             `json:"serial"`
	Fingerprint string             `json:"sha256"`
	Status      string             `json:"status" enum:"valid,expired,revoked"`
	Request     string             `json:"csr"`
	PEM         string             `json:"crt"`
	P12         bool               `json:"p12" doc:"Whether a PKCS #12 file can be downloaded"`
	Key         rest.Opt[string]   `json:"private_key" doc:"Always null"`
	Created     ee.LocalTime       `json:"created_at"`
	Expires     ee.LocalTime       `json:"expires_at"`
	Revoked     ee.LocalTime       `json:"revoked_at"`
}

type certificateUser struct {
	ID int64 `json:"id"`
}

func encodeCertificate(cert access.CertificateWithBundle, user int64, c *rest.Call) certificate {
	return certificate{
		ID: cert.ID, User: certificateUser{user}, Interface: cert.Interface, Subject: cert.Subject, Serial: cert.Serial, Fingerprint: cert.Fingerprint,
		Status: cert.State(c.Runner.Now()), Request: cert.Request, PEM: cert.Certificate.PEM, P12: cert.BundleFile != nil, Key: rest.Null[string](),
		Created: ee.LocalTime(cert.Issued), Expires: ee.LocalTime(cert.Expires), Revoked: ee.LocalTime(cert.Revoked),
	}
}

type downloadParams struct {
	certificatePath
	Type string `query:"type" required:"true" enum:"csr,crt,p12,private_key"`
}

func download(c *rest.Call, in downloadParams) (rest.File, error) {
	cert, err := rest.Ask(c, access.CertificateInfo{User: in.User, ID: in.ID})
	if err != nil {
		return rest.File{}, err
	}
	file := rest.File{Name: cert.Subject + "_" + strconv.FormatInt(cert.ID, 10) + "." + in.Type, Type: "application/octet-stream"}
	switch in.Type {
	case "csr":
		file.Body = []byte(cert.Request)
	case "crt":
		file.Body = []byte(cert.Certificate.PEM)
	case "p12":
		file.Body = cert.BundleFile
	case "private_key":
	default:
		return file, registry.ErrRange.On("type", "csr, crt, p12 or private_key")
	}
	if len(file.Body) == 0 {
		return file, registry.ErrNoCert.On("type", in.Type)
	}
	return file, nil
}

// bundle is a new private key for a PKCS #12 file (RFC 7292).
type bundle struct {
	key      *ecdsa.PrivateKey
	csr      []byte // CSR in DER
	password string // of the PKCS #12 file
}

// newBundle generates a P-256 key, a CSR for it with subject as its CN, and a
// password.
func newBundle(subject string) (bundle, error) {
	key, err := authority.NewKey()
	if err != nil {
		return bundle{}, err
	}
	csr, err := authority.NewRequest(subject, key)
	return bundle{key, csr, authority.NewPassword()}, err
}

// encode returns the PKCS #12 file with the key, its certificate and the CA's.
func (b bundle) encode(cert, ca *x509.Certificate) ([]byte, error) {
	return pkcs12.Modern.Encode(b.key, cert, []*x509.Certificate{ca}, b.password)
}
