package cadastre_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// rejectedWords are words that were tried in identifiers and comments and that readers
// did not understand, with what to write in their place. A word matches its plural too.
var rejectedWords = map[string]string{
	"purse": "balance", "deed": "transition", "seize": "load for the operator", "bolt": "lock", "pardon": "cancel the forced deletion", "impose": "add statuses",
	"heir": "new registrant", "clerk": "loader", "frank": "unredacted", "veil": "redact", "dossier": "detail", "glimpse": "partial info",
	"acquaintance": "cached login", "admission": "authorization", "rehearse": "dry run", "rehearsal": "dry run", "stranger": "rejected login, or another registrar",
	"verdict": "result", "petition": "pending confirmation", "handover": "transfer result", "bell": "notifier", "engage": "hold", "disengage": "release",
	"newcomer": "user", "colleague": "user", "employ": "create a registrar's user", "unlearn": "evict", "spoilt": "rejected", "hurry": "body deadline",
	"furnish": "seed", "founder": "superuser", "shelf": "price row", "face": "frontend", "faces": "frontends",
	"somebody": "a registrar, client or registrant", "nobody": "no registrar, client or registrant", "someone": "a registrar, client or registrant",
}

// rejectedNames are identifiers, in lower case, that are rejected whole.
var rejectedNames = map[string]string{
	"comein": "handleLogin", "lookagain": "recheck", "lastwords": "shutdownTimeout", "dayend": "ExpiryAt", "spareaddrs": "KeepExternalAddrs",
	"neededns": "RequireNS", "lockup": "lock", "overtaken": "undoneAutoRenew", "transfersome": "transferBatch", "laterefusal": "rolledBack", "copiers": "AllowTransfer",
}

// camelWord matches a word of an identifier such as "sharedSecretOf" or "DNSName".
var camelWord = regexp.MustCompile(`[A-Z]+[a-z]*|[a-z]+`)

// plainWord matches a word of a comment; quoted matches what is not prose.
var (
	plainWord = regexp.MustCompile(`\b[A-Za-z]?[a-z]+\b`)
	quoted    = regexp.MustCompile("\"[^\"]*\"|`[^`]*`|\\S*[/._]\\w\\S*")
)

// TestWordsAreTheFields checks that no identifier and no comment has a rejected word.
func TestWordsAreTheFields(t *testing.T) {
	for _, file := range goFiles(t) {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if file == "words_test.go" {
			continue
		}
		for _, group := range parsed.Comments {
			for _, m := range plainWord.FindAllString(quoted.ReplaceAllString(group.Text(), ""), -1) {
				if instead, bad := rejected(m); bad {
					t.Errorf("%s: the comment has %q; write: %s", fset.Position(group.Pos()), m, instead)
				}
			}
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			instead, bad := rejectedNames[strings.ToLower(id.Name)]
			for _, word := range camelWord.FindAllString(id.Name, -1) {
				if i, b := rejected(word); b {
					instead, bad = i, b
				}
			}
			if bad {
				t.Errorf("%s: %s; write: %s", fset.Position(id.Pos()), id.Name, instead)
			}
			return true
		})
	}
}

// rejected returns what to write in place of a word, and whether it is rejected.
func rejected(word string) (instead string, bad bool) {
	word = strings.ToLower(word)
	if instead, bad = rejectedWords[word]; !bad {
		instead, bad = rejectedWords[strings.TrimSuffix(word, "s")]
	}
	return instead, bad
}
