package registry

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
)

// Resolves reports whether d may be published in DNS: it has neither clientHold
// nor serverHold, and its phase permits it. See also Delegated.
func (d Domain) Resolves() bool {
	if d.Has(ClientHold, ServerHold) {
		return false
	}
	switch d.Phase {
	case Active, Expired:
		return true
	case Outzone:
		return d.Has(ServerManualInzone)
	}
	return false
}

// DS returns the DS record of k as a key of zone, with a SHA-256 digest (RFC 4034
// section 5.1.4, RFC 4509), and false if k is not a zone key or not decodable.
func (k Key) DS(zone name.Name) (DS, bool) {
	public, err := base64.StdEncoding.DecodeString(k.PublicKey)
	if err != nil || k.Flags&0x0100 == 0 || k.Protocol != 3 {
		return DS{}, false
	}
	data := binary.BigEndian.AppendUint16(nil, uint16(k.Flags))
	data = append(append(data, byte(k.Protocol), byte(k.Algorithm)), public...)
	var owner []byte
	for label := range strings.SplitSeq(string(zone), ".") {
		owner = append(append(owner, byte(len(label))), label...)
	}
	digest := sha256.Sum256(append(append(owner, 0), data...))
	return DS{
		KeyTag: keyTag(data), Algorithm: k.Algorithm, DigestType: 2, Digest: strings.ToUpper(hex.EncodeToString(digest[:])),
	}, true
}

// keyTag returns the key tag of a DNSKEY's RDATA (RFC 4034 appendix B).
func keyTag(data []byte) int {
	sum := uint32(0)
	for i, b := range data {
		if i%2 == 0 {
			sum += uint32(b) << 8
		} else {
			sum += uint32(b)
		}
	}
	return int((sum + sum>>16) & 0xffff)
}
