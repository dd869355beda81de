package sqlstore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/store"
)

// Audit recomputes all sums. It reads the whole ledger.
func (t *balances) Audit() ([]string, error) {
	var wrong []string
	for _, check := range []func(*[]string) error{t.auditEntries, t.auditBalances, t.auditUnread} {
		if err := check(&wrong); err != nil {
			return nil, fmt.Errorf("audit: %w", err)
		}
	}
	return wrong, nil
}

func (t *balances) auditEntries(wrong *[]string) error {
	err := t.tx.query(func(r Rows) error {
		var entry, sum int64
		var currency string
		err := r.Scan(&entry, &currency, &sum)
		*wrong = append(*wrong, fmt.Sprintf("entry %d sums to %d %s minor units, not to zero", entry, sum, currency))
		return err
	}, `SELECT entry, currency, CAST(sum(amount) AS BIGINT) FROM postings
		GROUP BY entry, currency HAVING sum(amount) <> 0 ORDER BY entry`)
	if err != nil {
		return err
	}
	err = t.tx.query(func(r Rows) error {
		id, err := scanInt(r)
		*wrong = append(*wrong, fmt.Sprintf("entry %d has no postings", id))
		return err
	}, "SELECT id FROM entries EXCEPT SELECT entry FROM postings ORDER BY 1")
	if err != nil {
		return err
	}
	return t.tx.query(func(r Rows) error {
		id, err := scanInt(r)
		*wrong = append(*wrong, fmt.Sprintf("postings of entry %d, which is missing", id))
		return err
	}, "SELECT entry FROM postings EXCEPT SELECT id FROM entries ORDER BY 1")
}

// auditUnread compares the numbers of unread messages with the messages.
func (t *balances) auditUnread(wrong *[]string) error {
	return t.tx.query(func(r Rows) error {
		var registrar string
		var counted, stored int64
		err := r.Scan(&registrar, &counted, &stored)
		*wrong = append(*wrong, fmt.Sprintf("registrar %s has %d unread messages, the counter says %d", registrar, counted, stored))
		return err
	}, `SELECT registrar, CAST(sum(counted) AS BIGINT), CAST(sum(stored) AS BIGINT) FROM (
			SELECT registrar, count(*) AS counted, 0 AS stored FROM messages WHERE unread = 1 GROUP BY registrar
			UNION ALL SELECT substr(name, 8), 0, value FROM counters WHERE name LIKE 'unread %'
		) AS both_numbers GROUP BY registrar HAVING sum(counted) <> sum(stored) ORDER BY registrar`)
}

// auditBalances compares the balances with the sums of postings and the number
// of domains.
func (t *balances) auditBalances(wrong *[]string) error {
	sums := map[string]store.Balance{}
	err := t.tx.query(func(r Rows) error {
		var book, currency string
		var sum int64
		err := r.Scan(&book, &currency, &sum)
		owner, held, ok := balanceOfBook(money.Book(book))
		if !ok || err != nil {
			return err
		}
		p := sums[owner]
		if p.Currency != "" && p.Currency != currency {
			*wrong = append(*wrong, fmt.Sprintf("balance of %s has postings in %s and %s", owner, p.Currency, currency))
			return nil
		}
		p.Currency = currency
		if held {
			p.OnHold += sum
		} else {
			p.Available += sum
		}
		sums[owner] = p
		return nil
	}, "SELECT book, currency, CAST(sum(amount) AS BIGINT) FROM postings GROUP BY book, currency ORDER BY book, currency")
	if err != nil {
		return err
	}
	err = t.tx.query(func(r Rows) error {
		var owner string
		var n int64
		err := r.Scan(&owner, &n)
		p := sums[owner]
		p.Domains = n
		sums[owner] = p
		return err
	}, `SELECT CASE WHEN account = '' THEN 'registrar:' || registrar ELSE 'account:' || account END AS owner, count(*)
		FROM domains WHERE account <> '' OR registrar <> '' GROUP BY 1`)
	if err != nil {
		return err
	}
	stored, err := queryAll(t.tx, scanBalance, "SELECT owner, currency, balance, held, names FROM purses ORDER BY owner")
	for _, p := range stored {
		*wrong = append(*wrong, differences(p, sums[p.Owner])...)
		delete(sums, p.Owner)
	}
	for _, owner := range slices.Sorted(maps.Keys(sums)) {
		*wrong = append(*wrong, fmt.Sprintf("%s has postings or domains but no balance", owner))
	}
	return err
}

// differences returns one sentence for each difference between a stored balance
// and the computed sum.
func differences(p, sum store.Balance) []string {
	var wrong []string
	report := func(format string, args ...any) {
		wrong = append(wrong, fmt.Sprintf("balance of %s ", p.Owner)+fmt.Sprintf(format, args...))
	}
	if sum.Currency != "" && p.Currency != sum.Currency {
		report("is in %s, its postings are in %s", p.Currency, sum.Currency)
	}
	if p.Available < 0 || p.OnHold < 0 {
		report("is below zero: available %d, on hold %d", p.Available, p.OnHold)
	}
	if p.Available != sum.Available {
		report("has %d available, its postings add up to %d", p.Available, sum.Available)
	}
	if p.OnHold != sum.OnHold {
		report("has %d on hold, its postings add up to %d", p.OnHold, sum.OnHold)
	}
	if p.Domains != sum.Domains {
		report("counts %d domains, but there are %d", p.Domains, sum.Domains)
	}
	return wrong
}
