package rdap

import (
	"bytes"
	"encoding/json"
)

// The objects of RFC 9083, with the members that this server uses.

type link struct {
	Value string `json:"value"`
	Rel   string `json:"rel"`
	Href  string `json:"href"`
	Type  string `json:"type,omitempty"`
}

type notice struct {
	Title       string   `json:"title,omitempty"`
	Type        string   `json:"type,omitempty"`
	Description []string `json:"description"`
	Links       []link   `json:"links,omitempty"`
}

type event struct {
	Action string `json:"eventAction"`
	Date   string `json:"eventDate"`
}

type publicID struct {
	Type       string `json:"type"`
	Identifier string `json:"identifier"`
}

// top has the members that only the outermost object of a response has.
type top struct {
	Conformance []string    `json:"rdapConformance,omitempty"`
	Lang        string      `json:"lang,omitempty"`
	Notices     []notice    `json:"notices,omitempty"`
	Redacted    []redaction `json:"redacted,omitempty"`
}

type domain struct {
	top
	Class       string       `json:"objectClassName"`
	Handle      string       `json:"handle,omitempty"`
	LDH         string       `json:"ldhName"`
	Unicode     string       `json:"unicodeName,omitempty"`
	Status      []string     `json:"status,omitempty"`
	Events      []event      `json:"events,omitempty"`
	Nameservers []nameserver `json:"nameservers,omitempty"`
	SecureDNS   *secureDNS   `json:"secureDNS,omitempty"`
	Entities    []entity     `json:"entities,omitempty"`
	Remarks     []notice     `json:"remarks,omitempty"`
	Links       []link       `json:"links,omitempty"`
	Port43      string       `json:"port43,omitempty"`
}

type nameserver struct {
	top
	Class     string     `json:"objectClassName"`
	Handle    string     `json:"handle,omitempty"`
	LDH       string     `json:"ldhName"`
	Unicode   string     `json:"unicodeName,omitempty"`
	Addresses *addresses `json:"ipAddresses,omitempty"`
	Status    []string   `json:"status,omitempty"`
	Events    []event    `json:"events,omitempty"`
	Entities  []entity   `json:"entities,omitempty"`
	Links     []link     `json:"links,omitempty"`
	Port43    string     `json:"port43,omitempty"`
}

type addresses struct {
	V4 []string `json:"v4,omitempty"`
	V6 []string `json:"v6,omitempty"`
}

type secureDNS struct {
	Signed     bool   `json:"delegationSigned"`
	MaxSigLife int    `json:"maxSigLife,omitempty"`
	DS         []ds   `json:"dsData,omitempty"`
	Keys       []dkey `json:"keyData,omitempty"`
}

type ds struct {
	KeyTag     int    `json:"keyTag"`
	Algorithm  int    `json:"algorithm"`
	Digest     string `json:"digest"`
	DigestType int    `json:"digestType"`
}

type dkey struct {
	Flags     int    `json:"flags"`
	Protocol  int    `json:"protocol"`
	PublicKey string `json:"publicKey"`
	Algorithm int    `json:"algorithm"`
}

type entity struct {
	top
	Class     string     `json:"objectClassName"`
	Handle    string     `json:"handle,omitempty"`
	VCard     []any      `json:"vcardArray,omitempty"`
	Roles     []string   `json:"roles,omitempty"`
	PublicIDs []publicID `json:"publicIds,omitempty"`
	Status    []string   `json:"status,omitempty"`
	Events    []event    `json:"events,omitempty"`
	Entities  []entity   `json:"entities,omitempty"`
	Remarks   []notice   `json:"remarks,omitempty"`
	Links     []link     `json:"links,omitempty"`
	Port43    string     `json:"port43,omitempty"`
}

type failure struct {
	Conformance []string `json:"rdapConformance"`
	Code        int      `json:"errorCode"`
	Title       string   `json:"title"`
	Description []string `json:"description"`
	Notices     []notice `json:"notices,omitempty"`
	Lang        string   `json:"lang"`
}

type help struct {
	top
	Reverse []reverseSearch `json:"reverse_search_properties,omitempty"`
}

// reverseSearch is a reverse search that the server supports (RFC 9536 section 4).
type reverseSearch struct {
	Searchable string `json:"searchableResourceType"`
	Related    string `json:"relatedResourceType"`
	Property   string `json:"property"`
}

// mapping says where a response has a property of a reverse search (RFC 9536 section 5).
type mapping struct {
	Property string `json:"property"`
	Path     string `json:"propertyPath"`
}

type domains struct {
	top
	searchMetadata
	Mapping []mapping `json:"reverse_search_properties_mapping,omitempty"`
	Results []domain  `json:"domainSearchResults"`
}

type nameservers struct {
	top
	searchMetadata
	Results []nameserver `json:"nameserverSearchResults"`
}

// searchMetadata has the members that RFC 8977 adds to a search response.
type searchMetadata struct {
	Paging  paging  `json:"paging_metadata"`
	Sorting sorting `json:"sorting_metadata"`
}

type paging struct {
	Total *int   `json:"totalCount,omitempty"`
	Size  int    `json:"pageSize"`
	Links []link `json:"links,omitempty"`
}

type sorting struct {
	Current   string `json:"currentSort"`
	Available []sort `json:"availableSorts"`
}

type sort struct {
	Property string `json:"property"`
	Path     string `json:"jsonPath"`
	Default  bool   `json:"default"`
}

// redaction describes one redacted field (RFC 9537 section 4.2).
type redaction struct {
	Name     redactedName  `json:"name"`
	PrePath  string        `json:"prePath,omitempty"`
	PostPath string        `json:"postPath,omitempty"`
	PathLang string        `json:"pathLang,omitempty"`
	Method   string        `json:"method"`
	Reason   *redactedName `json:"reason,omitempty"`
}

type redactedName struct {
	Type        string `json:"type,omitempty"`
	Description string `json:"description,omitempty"`
}

// marshal returns v as JSON without escaping HTML characters.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // strings, numbers and structs only
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
