package zone

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
)

// Check returns the number of delegations in the zone, and one sentence for each
// name server within the zone that has no address or is below a name that is not
// delegated, and for each one that the zone leaves out because it has no address.
func (c Snapshot) Check() (delegations int, wrong []string) {
	hosts := map[string]bool{}     // names with an address
	servers := map[string]string{} // name servers within the zone, with a name delegated to them
	delegated := map[string]int{}  // number of name servers of each delegation
	for rr := range c.All {
		switch {
		case rr.Type == "A" || rr.Type == "AAAA":
			hosts[rr.Owner] = true
		case rr.Type == "NS":
			target := strings.TrimSuffix(rr.Data, ".")
			if rr.Owner != string(c.Name) {
				delegated[rr.Owner]++
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
		parent := name.Name(target)
		for parent.Parent() != c.Name {
			parent = parent.Parent()
		}
		switch {
		case string(parent) == owner || owner == string(c.Name):
			wrong = append(wrong, fmt.Sprintf("%s is delegated to %s, which has no address", owner, target))
		case delegated[string(parent)] == 0:
			wrong = append(wrong, fmt.Sprintf("%s is delegated to %s, and %s is not in the zone", owner, target, parent))
		}
	}
	for _, u := range c.NoGlue {
		wrong = append(wrong, fmt.Sprintf("%s is not delegated to %s, which has no address", u.Domain, u.Host))
	}
	return len(delegated), wrong
}
