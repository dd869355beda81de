package object

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/name"
)

// transitionText returns the text of the registrar's message about a transition.
func transitionText(verb string, n name.Name) string {
	switch verb {
	case "autorenew":
		return fmt.Sprintf("Domain %s was renewed automatically", n)
	case "expire":
		return fmt.Sprintf("Domain %s has expired", n)
	case "outzone":
		return fmt.Sprintf("Domain %s was taken out of the zone", n)
	case "redeem":
		return fmt.Sprintf("Domain %s is in redemption", n)
	case "unrestore":
		return fmt.Sprintf("Domain %s is in redemption again: no restore report came", n)
	case "drop":
		return fmt.Sprintf("Domain %s is about to be released", n)
	case "release":
		return fmt.Sprintf("Domain %s was released", n)
	case "force-start":
		return fmt.Sprintf("The grace period before the forced deletion of domain %s has begun", n)
	case "hold":
		return fmt.Sprintf("Domain %s is on hold before its forced deletion", n)
	case "force-delete":
		return fmt.Sprintf("Domain %s is about to be released: its deletion was forced", n)
	}
	return fmt.Sprintf("Domain %s: %s", n, verb)
}
