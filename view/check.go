package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
)

// Check returns how many names the zone delegates, and what would not resolve,
// in sentences: name servers in the zone without an address, or below a name
// that is not there.
func (c Copy) Check() (delegations int, wrong []string) {
	hosts := map[string]bool{}     // with an address
	servers := map[string]string{} // in the zone, and one name that is delegated to them
	cuts := map[string]int{}       // name servers by delegation
	for rr := range c.All {
		switch {
		case rr.Type == "A" || rr.Type == "AAAA":
			hosts[rr.Owner] = true
		case rr.Type == "NS":
			target := strings.TrimSuffix(rr.Data, ".")
			if rr.Owner != string(c.Name) {
				cuts[rr.Owner]++
			}
			if name.Name(target).Under(c.Name) {
				servers[target] = rr.Owner
			}
		}
	}
	for _, target := range slices.Sorted(maps.Keys(servers)) {
		owner := servers[target]
		if hosts[target] {
			continue
		}
		cut := name.Name(target)
		for cut.Parent() != c.Name {
			cut = cut.Parent()
		}
		switch {
		case string(cut) == owner || owner == string(c.Name):
			wrong = append(wrong, fmt.Sprintf("%s is delegated to %s, which has no address", owner, target))
		case cuts[string(cut)] == 0:
			wrong = append(wrong, fmt.Sprintf("%s is delegated to %s, and %s is not in the zone", owner, target, cut))
		}
	}
	return len(cuts), wrong
}
