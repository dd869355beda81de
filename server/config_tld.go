package server

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A TLDConfig is one tlds.NAME section.
type TLDConfig struct {
	Policy          string                            `toml:"policy" doc:"\"it\", \"fr\", \"ee\", \"tk\" or \"generic\"; \"\": the TLD's own name."`
	Repository      string                            `toml:"repository" doc:"Identifier at the end of the ROIDs of new domains of this TLD; \"\": the environment's." example:"'EXAMPLE'"`
	Zones           []string                          `toml:"zones" doc:"Names directly below the TLD that are zones of their own, below which names are sold by the same rules and at the same prices." example:"['com.fr']"`
	Currency        string                            `toml:"currency" doc:"Currency of the prices below; \"\": EUR."`
	OnlyThesePrices bool                              `toml:"only_these_prices" doc:"Products and terms without a price below are not for sale."`
	Prices          map[string]map[string]PriceConfig `toml:"prices" doc:"Prices by product (create, renew, restore, transfer, upgrade, catch) and term (1y, 3m; once for a restore). An account pays retail to its registrar, a registrar wholesale to the registry." example:"create 1y"`
}

// A PriceConfig is the price of a product for one term, as decimal numbers.
type PriceConfig struct {
	Retail    string `toml:"retail" doc:"What an account pays." example:"'8.00'"`
	Wholesale string `toml:"wholesale" doc:"What a registrar pays." example:"'6.80'"`
}

// Policies returns the policies of the environment's TLDs, by TLD, with the configured
// prices.
func (e EnvironmentConfig) Policies(key command.Key) (map[name.Name]registry.Policy, error) {
	all := map[name.Name]registry.Policy{}
	tlds := e.tlds()
	for _, text := range slices.Sorted(maps.Keys(tlds)) {
		p, err := tlds[text].policy(text, key)
		if err != nil {
			return nil, fmt.Errorf("tlds.%s: %w", text, err)
		}
		p.RefuseExampleAddrs = !e.ExampleAddresses
		all[p.TLD] = p
		for _, zone := range tlds[text].Zones {
			below, err := p.InZone(zone)
			if err != nil {
				return nil, fmt.Errorf("tlds.%s: zones: %w", text, err)
			}
			if _, twice := tlds[string(below.TLD)]; twice {
				return nil, fmt.Errorf("tlds.%s: zones: %s has a table of its own", text, below.TLD)
			}
			all[below.TLD] = below
		}
	}
	return all, nil
}

// tlds returns the configured TLDs; all that have a built-in policy if there are none.
func (e EnvironmentConfig) tlds() map[string]TLDConfig {
	if e.TLDs != nil {
		return e.TLDs
	}
	all := map[string]TLDConfig{}
	for p, maker := range policies() {
		for _, tld := range maker.tlds {
			all[string(tld)] = TLDConfig{Policy: p}
		}
	}
	return all
}

// policy returns the policy of the TLD text.
func (c TLDConfig) policy(text string, key command.Key) (registry.Policy, error) {
	var none registry.Policy
	tld, err := name.ParseRegistration(text)
	if err != nil {
		return none, err
	}
	if c.Policy == "" {
		c.Policy = text
	}
	maker, ok := policies()[c.Policy]
	if !ok {
		return none, fmt.Errorf("no policy %q, only %s", c.Policy, strings.Join(slices.Sorted(maps.Keys(policies())), ", "))
	}
	prices, err := c.prices(maker.prices())
	if err != nil {
		return none, err
	}
	p := maker.policy(tld, prices, key)
	if p.TLD != tld {
		return none, fmt.Errorf("policy %q is for %s alone", c.Policy, p.TLD)
	}
	p.Repository = c.Repository
	return p, checkRepository(c.Repository)
}

var repositoryPattern = regexp.MustCompile(`^[A-Za-z0-9_]{1,8}$`)

// checkRepository returns an error if text cannot end a ROID (eppcom-1.0); "" is none.
func checkRepository(text string) error {
	if text != "" && !repositoryPattern.MatchString(text) {
		return fmt.Errorf("repository: %q is not 1 to 8 letters and digits", text)
	}
	return nil
}

// prices returns the default prices, overridden by the configured ones.
func (c TLDConfig) prices(defaults registry.Prices) (registry.Prices, error) {
	list := registry.Prices{}
	if !c.OnlyThesePrices {
		for product, terms := range defaults {
			list[product] = maps.Clone(terms)
		}
	}
	for product, terms := range c.Prices {
		if !slices.Contains(products, registry.Product(product)) {
			return nil, fmt.Errorf("prices: no product %q", product)
		}
		for text, set := range terms {
			term, price, err := c.price(text, set)
			if err != nil {
				return nil, fmt.Errorf("prices.%s.%s: %w", product, text, err)
			}
			if list[registry.Product(product)] == nil {
				list[registry.Product(product)] = map[registry.Term]registry.Price{}
			}
			list[registry.Product(product)][term] = price
		}
	}
	return list, nil
}

var products = []registry.Product{
	registry.ProductCreate, registry.ProductRenew, registry.ProductRestore,
	registry.ProductTransfer, registry.ProductUpgrade, registry.ProductCatch,
}

// price parses one price; text is its term, or "once".
func (c TLDConfig) price(text string, set PriceConfig) (term registry.Term, price registry.Price, err error) {
	if c.Currency == "" {
		c.Currency = "EUR"
	}
	if text != "once" { // a product without a term, such as restore
		if term, err = registry.ParseTerm(text); err != nil {
			return term, price, err
		}
	}
	if price.Retail, err = money.Parse(set.Retail, c.Currency); err != nil {
		return term, price, fmt.Errorf("retail: %w", err)
	}
	if price.Wholesale, err = money.Parse(set.Wholesale, c.Currency); err != nil {
		return term, price, fmt.Errorf("wholesale: %w", err)
	}
	if price.Retail.Sign() < 0 || price.Wholesale.Sign() < 0 {
		return term, price, fmt.Errorf("a price must not be below zero")
	}
	return term, price, nil
}
