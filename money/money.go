// Package money provides amounts in minor units of a currency and double-entry
// ledger entries.
package money

import (
	"cmp"
	"math"
	"math/bits"
)

// Amount is a number of minor units (cents) of one currency. The zero Amount has
// no currency and can be added to an amount in any.
type Amount struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"` // ISO 4217 alphabetic code; empty only when Minor is 0
}

// EUR returns an amount in euros, given in cents.
func EUR(minor int64) Amount { return Amount{minor, "EUR"} }

// Plus returns a + b. It panics on mixed currencies and on overflow, which are
// programming errors.
func (a Amount) Plus(b Amount) Amount {
	currency := common(a, b)
	sum, ok := add(a.Minor, b.Minor)
	if !ok {
		panic("money: overflow: " + a.String() + " plus " + b.String())
	}
	return Amount{sum, currency}
}

// Minus returns a - b. It panics as [Amount.Plus] does.
func (a Amount) Minus(b Amount) Amount { return a.Plus(b.Neg()) }

// Neg returns -a. It panics on overflow.
func (a Amount) Neg() Amount { return a.Times(-1) }

// Times returns n times a. It panics on overflow.
func (a Amount) Times(n int) Amount { return Amount{mul(a.Minor, int64(n)), a.Currency} }

// Percent returns p percent of a, rounded to the nearest minor unit, half away
// from zero: 50 percent of 0.05 is 0.03, and of -0.05 is -0.03. It panics on
// overflow.
func (a Amount) Percent(p int64) Amount {
	whole, part := mul(a.Minor/100, p), mul(a.Minor%100, p)
	rounded := part / 100
	switch rest := part % 100; {
	case rest >= 50:
		rounded++
	case rest <= -50:
		rounded--
	}
	return Amount{whole, a.Currency}.Plus(Amount{rounded, a.Currency})
}

// Sign returns -1, 0 or +1.
func (a Amount) Sign() int { return cmp.Compare(a.Minor, 0) }

// IsZero reports whether a is zero, in any currency.
func (a Amount) IsZero() bool { return a.Minor == 0 }

// Cmp returns -1, 0 or +1 as a is less than, equal to or more than b. It panics
// on mixed currencies.
func (a Amount) Cmp(b Amount) int {
	common(a, b)
	return cmp.Compare(a.Minor, b.Minor)
}

// common returns the currency of a and b. It panics if they differ.
func common(a, b Amount) string {
	switch {
	case a.Currency == b.Currency, b == Amount{}:
		return a.Currency
	case a == Amount{}:
		return b.Currency
	}
	panic("money: mixed currencies: " + a.String() + " and " + b.String())
}

// add returns a + b, and false on overflow.
func add(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

// mul returns a × b and panics on overflow.
func mul(a, b int64) int64 {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	negative := (a < 0) != (b < 0)
	switch {
	case high == 0 && !negative && low <= math.MaxInt64:
		return int64(low)
	case high == 0 && negative && low <= -math.MinInt64:
		return int64(-low)
	}
	panic("money: overflow")
}

// magnitude returns |n|, which for the lowest int64 only fits a uint64.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
