package story_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/server"
)

// dig is the verb "dig NAME TYPE": it returns the response code and the records of the
// answer, authority and additional sections, without SOA records, in alphabetical order.
func dig(ctx context.Context, s *server.Server, args string) (string, error) {
	if err := s.Environments[environment].AwaitViews(ctx); err != nil {
		return "", err
	}
	n, kind, _ := strings.Cut(args, " ")
	qtype, ok := mdns.StringToType[kind]
	if !ok {
		return "", fmt.Errorf("unknown type %q", kind)
	}
	answer, err := mdns.Exchange(new(mdns.Msg).SetQuestion(mdns.Fqdn(n), qtype), s.Addr(environment, "dns"))
	if err != nil {
		return "", err
	}
	var lines []string
	for _, rr := range slices.Concat(answer.Answer, answer.Ns, answer.Extra) {
		if t := rr.Header().Rrtype; t != mdns.TypeSOA && t != mdns.TypeOPT {
			lines = append(lines, strings.ReplaceAll(rr.String(), "\t", " "))
		}
	}
	slices.Sort(lines)
	return strings.Join(append([]string{mdns.RcodeToString[answer.Rcode]}, lines...), "\n"), nil
}
