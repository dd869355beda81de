package registry

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// DocumentVersion is the version of the documents that EncodeDocument writes. It
// is raised when older programs could not read the newer documents, or would lose
// what they say. Since version 1 a document has its version; since 2 a contact has
// its extension in Ext; since 3 a record has its RDATA in Data.
const DocumentVersion = 3

// versionPrefix begins every document with a version. Documents of version 0, of
// before 2026-12, have none.
const versionPrefix = `{"v":`

// DocumentVersionError reports a document that a newer program has written.
type DocumentVersionError struct{ Version int }

func (e *DocumentVersionError) Error() string {
	return fmt.Sprintf("the document has version %d, this program knows only %d: run the newer program", e.Version, DocumentVersion)
}

// EncodeDocument returns v as it is stored: JSON with the version as first key
// "v". V must be a struct without such a key. Stored documents are rows, After of
// changes, Data of messages, pending requests and kept responses.
func EncodeDocument(v any) (json.RawMessage, error) {
	doc := bytes.NewBufferString(versionPrefix + strconv.Itoa(DocumentVersion))
	start := doc.Len()
	if err := json.NewEncoder(doc).Encode(v); err != nil {
		return nil, err
	}
	b := bytes.TrimSuffix(doc.Bytes(), []byte("\n"))
	switch {
	case len(b) < start+2 || b[start] != '{':
		return nil, fmt.Errorf("encode document: %T is not a struct", v)
	case b[start+1] == '}': // no keys
		return append(b[:start], '}'), nil
	}
	b[start] = ','
	return b, nil
}

// DecodeDocument decodes what EncodeDocument has written, with this or an older
// version, into the struct that v points to. The error is a *DocumentVersionError
// if the version is newer.
func DecodeDocument(doc []byte, v any) error {
	version := VersionOfDocument(doc)
	if version > DocumentVersion {
		return &DocumentVersionError{version}
	}
	if err := json.Unmarshal(doc, v); err != nil {
		return err
	}
	if u, ok := v.(upgrader); ok && version < DocumentVersion {
		return u.upgrade(doc, version)
	}
	return nil
}

// VersionOfDocument returns the version of a document; 0 if it has none.
func VersionOfDocument(doc []byte) int {
	rest, ok := bytes.CutPrefix(doc, []byte(versionPrefix))
	if !ok {
		return 0
	}
	digits := bytes.IndexAny(rest, ",}")
	if digits < 0 {
		return 0
	}
	n, _ := strconv.Atoi(string(rest[:digits]))
	return n
}

// TrimDocumentVersion returns a document without its version, as it is shown to
// clients.
func TrimDocumentVersion(doc json.RawMessage) json.RawMessage {
	rest, ok := bytes.CutPrefix(doc, []byte(versionPrefix))
	if !ok {
		return doc
	}
	if _, fields, more := bytes.Cut(rest, []byte{','}); more {
		return append([]byte{'{'}, fields...)
	}
	return json.RawMessage("{}")
}
