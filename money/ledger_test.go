package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/money"
)

func TestMove(t *testing.T) {
	got := money.Move(money.Wallet("alice-1"), money.Sales("best-names"), money.EUR(1200))
	want := []money.Posting{
		{Book: "wallet:alice-1", Amount: money.EUR(-1200)},
		{Book: "sales:best-names", Amount: money.EUR(1200)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBookNames(t *testing.T) {
	books := []money.Book{
		money.Wallet("alice"), money.Hold("alice"), money.Deposit("alice"), money.Sales("alice"), money.Revenue, money.Bank,
		money.Wallet("bank"), money.Wallet(""), money.Hold(""),
	}
	slices.Sort(books)
	if unique := slices.Compact(slices.Clone(books)); len(unique) != len(books) {
		t.Errorf("got %q", books)
	}
}

func TestCheckRefusesUnbalancedEntries(t *testing.T) {
	usd := func(minor int64) money.Amount { return money.Amount{Minor: minor, Currency: "USD"} }
	post := func(amounts ...money.Amount) (postings []money.Posting) {
		for _, a := range amounts {
			postings = append(postings, money.Posting{Book: money.Bank, Amount: a})
		}
		return postings
	}
	for what, c := range map[string]struct {
		postings []money.Posting
		balanced bool
	}{
		"two":                     {post(money.EUR(5), money.EUR(-5)), true},
		"three":                   {post(money.EUR(5), money.EUR(5), money.EUR(-10)), true},
		"two currencies":          {post(money.EUR(5), usd(7), money.EUR(-5), usd(-7)), true},
		"none":                    {nil, false},
		"one":                     {post(money.EUR(5)), false},
		"off by one":              {post(money.EUR(5), money.EUR(-4)), false},
		"off by minus one":        {post(money.EUR(4), money.EUR(-5)), false},
		"a zero":                  {post(money.EUR(5), money.EUR(0), money.EUR(-5)), false},
		"zeros":                   {post(money.EUR(0), money.EUR(0)), false},
		"currencies exchanged":    {post(money.EUR(5), usd(-5)), false},
		"no currency":             {post(money.Amount{Minor: 5}, money.Amount{Minor: -5}), false},
		"no book":                 {[]money.Posting{{Amount: money.EUR(5)}, {Amount: money.EUR(-5)}}, false},
		"all around the integers": {post(money.EUR(math.MaxInt64), money.EUR(math.MaxInt64), money.EUR(1), money.EUR(1)), false},
	} {
		err := money.Entry{Postings: c.postings}.Check()
		if c.balanced && err != nil || !c.balanced && !errors.Is(err, money.ErrUnbalanced) {
			t.Errorf("%s: got %v, want balanced: %v", what, err, c.balanced)
		}
	}
}

// TestMovesAlwaysBalance checks that an entry of any moves balances, and that it
// does not with one minor unit more in any posting.
func TestMovesAlwaysBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := rapid.SampledFrom([]money.Book{
			money.Bank, money.Revenue, money.Wallet("alice-1"), money.Hold("alice-1"),
			money.Deposit("best-names"), money.Sales("best-names"),
		})
		currency := rapid.SampledFrom([]string{"EUR", "USD", "JPY"})
		var postings []money.Posting
		for range rapid.IntRange(1, 8).Draw(t, "moves") {
			minor := rapid.Int64Range(-1e12, 1e12).Filter(func(n int64) bool { return n != 0 }).Draw(t, "minor")
			a := money.Amount{Minor: minor, Currency: currency.Draw(t, "currency")}
			postings = append(postings, money.Move(book.Draw(t, "from"), book.Draw(t, "to"), a)...)
		}
		if err := (money.Entry{Postings: postings}).Check(); err != nil {
			t.Fatalf("%v of %v", err, postings)
		}

		wrong := slices.Clone(postings)
		at := rapid.IntRange(0, len(wrong)-1).Draw(t, "at")
		wrong[at].Amount.Minor++
		if err := (money.Entry{Postings: wrong}).Check(); !errors.Is(err, money.ErrUnbalanced) {
			t.Fatalf("got %v of %v", err, wrong)
		}
	})
}

func TestEntryJSON(t *testing.T) {
	want := money.Entry{
		ID: 7, At: time.Date(2025, 1, 2, 3, 4, 5, 6000, time.UTC), Memo: "create 1 year", Object: "a.example",
		Postings: money.Move(money.Deposit("best-names"), money.Revenue, money.EUR(900)),
	}
	text, err := json.Marshal(want)
	wire := `{"id":7,"at":"2025-01-02T03:04:05.000006Z","memo":"create 1 year","object":"a.example","postings":[` +
		`{"book":"deposit:best-names","amount":{"minor":-900,"currency":"EUR"}},` +
		`{"book":"revenue","amount":{"minor":900,"currency":"EUR"}}]}`
	if string(text) != wire || err != nil {
		t.Errorf("\n got %s, %v\nwant %s", text, err, wire)
	}
	var got money.Entry
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
