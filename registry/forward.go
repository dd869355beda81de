package registry

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/cadastre-registry/cadastre/name"
)

// Check returns ErrForward unless the URL is empty or an http or https URL of at
// most 2048 octets, without user information.
func (f Forward) Check() error {
	if f.URL == "" {
		return nil
	}
	u, err := url.Parse(f.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || len(f.URL) > 2048 {
		return ErrForward.On("forward", Truncate(f.URL))
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return ErrForward.On("forward", Truncate(f.URL))
		}
	}
	return nil
}

// Location returns the forward URL with the path and the query of a visitor's request
// appended to its own, as a URI of RFC 3986: in ASCII, with the host as A-labels and
// everything else that is not allowed in a URI percent-encoded. f.URL must not be empty;
// the error is that of a URL that Check refuses.
func (f Forward) Location(requested *url.URL) (string, error) {
	to, err := url.Parse(f.URL)
	if err != nil {
		return "", err
	}
	if path := strings.TrimPrefix(requested.EscapedPath(), "/"); path != "" {
		own := strings.TrimSuffix(to.EscapedPath(), "/")
		if joined, err := url.PathUnescape(own + "/" + path); err == nil {
			to.Path, to.RawPath = joined, own+"/"+path
		}
	}
	switch {
	case requested.RawQuery == "":
	case to.RawQuery == "":
		to.RawQuery = requested.RawQuery
	default:
		to.RawQuery += "&" + requested.RawQuery
	}
	if host, err := name.ParseReference(to.Hostname()); err == nil && strings.ContainsFunc(to.Host, isNotASCII) {
		to.Host = host.String() + strings.TrimPrefix(to.Host, to.Hostname())
	}
	return escapeURI(to.String()), nil
}

func isNotASCII(r rune) bool { return r > unicode.MaxASCII }

// escapeURI percent-encodes the octets that no URI has (RFC 3986 section 2).
func escapeURI(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c <= ' ', c >= 0x7f, strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
