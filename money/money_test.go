package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/money"
)

func TestArithmetic(t *testing.T) {
	var nothing money.Amount
	usd := money.Amount{Minor: 5, Currency: "USD"}
	lowest := money.EUR(math.MinInt64)
	for _, c := range []struct {
		sum       string
		got, want money.Amount
	}{
		{"10.00 + 2.50", money.EUR(1000).Plus(money.EUR(250)), money.EUR(1250)},
		{"10.00 - 12.50", money.EUR(1000).Minus(money.EUR(1250)), money.EUR(-250)},
		{"-(2.50)", money.EUR(250).Neg(), money.EUR(-250)},
		{"3 × 2.50", money.EUR(250).Times(3), money.EUR(750)},
		{"-3 × 2.50", money.EUR(250).Times(-3), money.EUR(-750)},
		{"0 × 2.50", money.EUR(250).Times(0), money.EUR(0)},
		{"1 × lowest", lowest.Times(1), lowest},
		{"lowest + highest", lowest.Plus(money.EUR(math.MaxInt64)), money.EUR(-1)},

		{"nothing + USD", nothing.Plus(usd), usd},
		{"USD + nothing", usd.Plus(nothing), usd},
		{"USD - nothing", usd.Minus(nothing), usd},
		{"nothing - USD", nothing.Minus(usd), usd.Neg()},
		{"nothing + nothing", nothing.Plus(nothing), nothing},
		{"2 × nothing", nothing.Times(2), nothing},
		{"20% of nothing", nothing.Percent(20), nothing},

		{"50% of 0.05", money.EUR(5).Percent(50), money.EUR(3)},
		{"50% of -0.05", money.EUR(-5).Percent(50), money.EUR(-3)},
		{"-50% of 0.05", money.EUR(5).Percent(-50), money.EUR(-3)},
		{"49% of 0.01", money.EUR(1).Percent(49), money.EUR(0)},
		{"22% of 9.99", money.EUR(999).Percent(22), money.EUR(220)},
		{"100% of lowest", lowest.Percent(100), lowest},
		{"1% of lowest", lowest.Percent(1), money.EUR(-92233720368547758)},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.sum, c.got, c.want)
		}
	}
}

func TestOverflowAndMixedCurrenciesPanic(t *testing.T) {
	eur, usd := money.EUR(1), money.Amount{Minor: 1, Currency: "USD"}
	highest, lowest := money.EUR(math.MaxInt64), money.EUR(math.MinInt64)
	for what, do := range map[string]func(){
		"EUR + USD":       func() { eur.Plus(usd) },
		"EUR - USD":       func() { eur.Minus(usd) },
		"EUR against USD": func() { eur.Cmp(usd) },
		"0 EUR + USD":     func() { money.EUR(0).Plus(usd) },
		"highest + 1":     func() { highest.Plus(eur) },
		"lowest - 1":      func() { lowest.Minus(eur) },
		"-lowest":         func() { lowest.Neg() },
		"highest × 2":     func() { highest.Times(2) },
		"highest × -2":    func() { highest.Times(-2) },
		"2^32 × 2^32":     func() { money.EUR(1 << 32).Times(1 << 32) },
		"101% of highest": func() { highest.Percent(101) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: got no panic", what)
				}
			}()
			do()
		}()
	}
}

func TestCmpAndSign(t *testing.T) {
	for _, c := range []struct {
		a, b      money.Amount
		cmp, sign int
	}{
		{money.EUR(1), money.EUR(2), -1, 1},
		{money.EUR(2), money.EUR(2), 0, 1},
		{money.EUR(-1), money.EUR(-2), 1, -1},
		{money.EUR(0), money.Amount{}, 0, 0},
		{money.Amount{}, money.EUR(3), -1, 0},
	} {
		if got := c.a.Cmp(c.b); got != c.cmp {
			t.Errorf("%v against %v: got %d, want %d", c.a, c.b, got, c.cmp)
		}
		if got := c.a.Sign(); got != c.sign {
			t.Errorf("sign of %v: got %d, want %d", c.a, got, c.sign)
		}
		if got := c.a.IsZero(); got != (c.sign == 0) {
			t.Errorf("%v is zero: got %v", c.a, got)
		}
	}
}

// TestPercentRoundsHalfAwayFromZero compares with exact arithmetic: the result
// is at most half a minor unit off, and a half is rounded away from zero.
func TestPercentRoundsHalfAwayFromZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-1e15, 1e15).Draw(t, "minor")
		p := rapid.Int64Range(-1000, 1000).Draw(t, "percent")
		got := money.EUR(minor).Percent(p).Minor

		exact := new(big.Int).Mul(big.NewInt(minor), big.NewInt(p)) // in hundredths
		twice := new(big.Int).Mul(exact, big.NewInt(2))             // in two-hundredths
		twice.Add(twice, big.NewInt(int64(100*exact.Sign())))
		want := twice.Quo(twice, big.NewInt(200)).Int64()
		if got != want {
			t.Fatalf("%d%% of %d: got %d, want %d", p, minor, got, want)
		}
	})
}

func TestAmountJSON(t *testing.T) {
	text, err := json.Marshal(money.EUR(1000))
	if string(text) != `{"minor":1000,"currency":"EUR"}` || err != nil {
		t.Fatalf("got %s, %v", text, err)
	}
	var got money.Amount
	if err := json.Unmarshal(text, &got); got != money.EUR(1000) || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		minor         int64
		currency      string
		decimal, text string
		number        float64
	}{
		{1000, "EUR", "10.00", "10.00 EUR", 10},
		{5, "EUR", "0.05", "0.05 EUR", 0.05},
		{-5, "EUR", "-0.05", "-0.05 EUR", -0.05},
		{0, "EUR", "0.00", "0.00 EUR", 0},
		{0, "", "0.00", "0.00", 0},
		{1999, "USD", "19.99", "19.99 USD", 19.99},
		{1000, "JPY", "1000", "1000 JPY", 1000},
		{-7, "ISK", "-7", "-7 ISK", -7},
		{1000, "KRW", "1000", "1000 KRW", 1000},
		{1000, "CLP", "1000", "1000 CLP", 1000},
		{1000, "XOF", "1000", "1000 XOF", 1000},
		{1000, "TND", "1.000", "1.000 TND", 1},
		{1000, "KWD", "1.000", "1.000 KWD", 1},
		{1, "BHD", "0.001", "0.001 BHD", 0.001},
		{12345, "CLF", "1.2345", "1.2345 CLF", 1.2345},
		{math.MinInt64, "EUR", "-92233720368547758.08", "-92233720368547758.08 EUR", -92233720368547758.08},
		{math.MinInt64, "JPY", "-9223372036854775808", "-9223372036854775808 JPY", -9223372036854775808},
	} {
		a := money.Amount{Minor: c.minor, Currency: c.currency}
		if got := a.Decimal(); got != c.decimal {
			t.Errorf("%d %s: got %q, want %q", c.minor, c.currency, got, c.decimal)
		}
		if got := a.String(); got != c.text {
			t.Errorf("%d %s: got %q, want %q", c.minor, c.currency, got, c.text)
		}
		if got := a.Float(); got != c.number {
			t.Errorf("%d %s: got %v, want %v", c.minor, c.currency, got, c.number)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		decimal, currency string
		minor             int64
	}{
		{"10", "EUR", 1000},
		{"10.5", "EUR", 1050},
		{"10.50", "EUR", 1050},
		{"+10.50", "EUR", 1050},
		{"-10.50", "EUR", -1050},
		{"0", "EUR", 0},
		{"-0.00", "EUR", 0},
		{"007", "EUR", 700},
		{"1000", "JPY", 1000},
		{"1.234", "KWD", 1234},
		{"1.2345", "UYW", 12345},
		{"92233720368547758.07", "EUR", math.MaxInt64},
		{"-92233720368547758.08", "EUR", math.MinInt64},
	} {
		want := money.Amount{Minor: c.minor, Currency: c.currency}
		if got, err := money.Parse(c.decimal, c.currency); got != want || err != nil {
			t.Errorf("Parse(%q, %q): got %v, %v, want %v", c.decimal, c.currency, got, err, want)
		}
	}
}

func TestParseRefusesInvalidAmounts(t *testing.T) {
	for _, c := range []struct{ decimal, currency string }{
		{"", "EUR"}, {"-", "EUR"}, {"+", "EUR"}, {".", "EUR"}, {".5", "EUR"}, {"5.", "EUR"}, {"-.5", "EUR"},
		{"--5", "EUR"}, {"+-5", "EUR"}, {"5-", "EUR"}, {"1.2.3", "EUR"}, {"1.-2", "EUR"}, {"1.+2", "EUR"},
		{"10.505", "EUR"}, {"10.500", "EUR"}, {"10.0", "JPY"}, {"10.", "JPY"}, {"1.0000", "KWD"},
		{"1e3", "EUR"}, {"0x10", "EUR"}, {"1_000", "EUR"}, {"1,000", "EUR"}, {"1 000", "EUR"}, {" 1", "EUR"}, {"1\n", "EUR"},
		{"NaN", "EUR"}, {"Inf", "EUR"}, {"١", "EUR"}, {"１", "EUR"}, {"€1", "EUR"}, {"1 EUR", "EUR"},
		{"92233720368547758.08", "EUR"}, {"-92233720368547758.09", "EUR"}, {"9223372036854775808", "JPY"},
		{"0000000000000000000000001", "EUR"},
		{"1", ""}, {"1", "eur"}, {"1", "EURO"}, {"1", "E1R"}, {"1", "€€€"}, {"1", "EU"},
	} {
		got, err := money.Parse(c.decimal, c.currency)
		if got != (money.Amount{}) || !errors.Is(err, money.ErrSyntax) {
			t.Errorf("Parse(%q, %q): got %v, %v, want %v", c.decimal, c.currency, got, err, money.ErrSyntax)
		}
	}
}

func TestParseIsTheInverseOfDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := money.Amount{
			Minor:    rapid.Int64().Draw(t, "minor"),
			Currency: rapid.SampledFrom([]string{"EUR", "USD", "JPY", "KWD", "CLF"}).Draw(t, "currency"),
		}
		got, err := money.Parse(want.Decimal(), want.Currency)
		if got != want || err != nil {
			t.Fatalf("Parse(%q): got %v, %v, want %v", want.Decimal(), got, err, want)
		}
	})
}

// FuzzParse compares Parse with exact arithmetic.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"10.00", "-0.05", "+7", "1e3", ".5", "5.", "92233720368547758.08", "0x1", "1_0", "007", ""} {
		f.Add(s, "EUR")
		f.Add(s, "JPY")
		f.Add(s, "KWD")
	}
	f.Fuzz(func(t *testing.T, s, currency string) {
		a, err := money.Parse(s, currency)
		if err != nil {
			if !errors.Is(err, money.ErrSyntax) || a != (money.Amount{}) {
				t.Fatalf("Parse(%q, %q): got %v, %v", s, currency, a, err)
			}
			return
		}
		want, ok := new(big.Rat).SetString(s)
		got, _ := new(big.Rat).SetString(a.Decimal())
		if !ok || got.Cmp(want) != 0 {
			t.Fatalf("Parse(%q, %q): got %v", s, currency, a)
		}
		if again, err := money.Parse(a.Decimal(), currency); again != a || err != nil {
			t.Fatalf("Parse(%q, %q): got %v, %v, want %v", a.Decimal(), currency, again, err, a)
		}
	})
}
