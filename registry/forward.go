package registry

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/cadastre-registry/cadastre/name"
)

// Check returns ErrForward unless the URL is empty or an http or https URL of at
// most 2048 octets whose host is an address or a name, without user information.
func (f Forward) Check() error {
	if f.URL == "" {
		return nil
	}
	u, err := url.Parse(f.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !isHost(u.Hostname()) || u.User != nil || len(f.URL) > 2048 {
		return ErrForward.On("forward", Truncate(f.URL))
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return ErrForward.On("forward", Truncate(f.URL))
		}
	}
	return nil
}

// isHost reports whether s can be the host of a URL: an IP address or a name.
func isHost(s string) bool {
	_, notAddr := netip.ParseAddr(s)
	_, notName := name.ParseReference(s)
	return notAddr == nil || notName == nil
}

// CheckFor is Check for the forward of n, which must not lead back to n or to its www,
// at any port: both are forwarded.
func (f Forward) CheckFor(n name.Name) error {
	if err := f.Check(); err != nil || f.URL == "" {
		return err
	}
	u, err := url.Parse(f.URL)
	if err != nil {
		return err
	}
	if host, err := name.ParseReference(u.Hostname()); err == nil && (host == n || host == "www."+n) {
		return ErrForward.On("forward", "leads back to "+string(n))
	}
	return nil
}

// Location returns the forward URL with the path and the query of a visitor's request
// appended to its own, as URI writes it. f.URL must not be empty; the error is that of a
// URL that Check refuses.
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
	return encodeURL(to), nil
}

// URI returns a URL in the form in which it leaves the registry, that of RFC 3986: in
// ASCII, with the host as A-labels and everything else that is not allowed in a URI
// percent-encoded. A URL without a scheme, such as "www.a.example", stays without.
func URI(text string) string {
	if escapeURI(text) == text {
		return text
	}
	scheme := ""
	if !strings.Contains(text, "://") {
		scheme = "//"
	}
	u, err := url.Parse(scheme + text)
	if err != nil {
		return escapeURI(text)
	}
	return strings.TrimPrefix(encodeURL(u), scheme)
}

func encodeURL(u *url.URL) string {
	if strings.ContainsFunc(u.Host, isNotASCII) {
		if host, err := name.ParseReference(u.Hostname()); err == nil {
			u.Host = host.String() + strings.TrimPrefix(u.Host, u.Hostname())
		}
	}
	return escapeURI(u.String())
}

func isNotASCII(r rune) bool { return r > unicode.MaxASCII }

// escapeURI percent-encodes the octets that no URI has (RFC 3986 section 2), and a
// percent sign that encodes none.
func escapeURI(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c <= ' ', c >= 0x7f, strings.IndexByte("\"<>\\^`{|}", c) >= 0, c == '%' && !beginsEscape(s[i:]):
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// beginsEscape reports whether s begins with a percent-encoded octet.
func beginsEscape(s string) bool {
	if len(s) < 3 {
		return false
	}
	_, err := strconv.ParseUint(s[1:3], 16, 8)
	return err == nil
}
