package eppxml

// Text types of eppcom-1.0 and epp-1.0. Label checks only the length, not whether
// the text is a domain name.
var (
	Label    = Token(1, 255)
	ClID     = Token(3, 16)
	TrID     = Token(3, 64)
	ROID     = Pattern("a ROID", `[\p{L}\p{N}\p{M}\p{S}_]{1,80}-[\p{L}\p{N}\p{M}\p{S}_]{1,8}`)
	Lang     = Pattern("a language", `[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*`)
	AnyToken = Token(0, 0)
	MinToken = Token(1, 0)
)

// LangAttr declares the optional lang attribute of a text.
var LangAttr = Attribute{Name: "lang", Optional: true, Text: Lang}
