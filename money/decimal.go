package money

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ErrSyntax is the error of a text that is not an amount.
var ErrSyntax = errors.New("not an amount of money")

// maxDecimal is the longest text that Parse reads; a sign, 19 digits and a point
// fit.
const maxDecimal = 24

// exponent returns the number of decimal places of a currency's minor unit (ISO
// 4217 list one).
func exponent(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
		"RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// Decimal returns the amount in major units without its currency: "10.00",
// "-0.05", and "10" for a currency without minor units.
func (a Amount) Decimal() string {
	places := exponent(a.Currency)
	digits := strconv.FormatUint(magnitude(a.Minor), 10)
	if missing := places + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - places
	if places > 0 {
		digits = digits[:point] + "." + digits[point:]
	}
	if a.Minor < 0 {
		return "-" + digits
	}
	return digits
}

// Float returns the amount in major units, for dialects whose wire format has
// prices as numbers. It is inexact and must not be used in calculations.
func (a Amount) Float() float64 {
	return float64(a.Minor) / math.Pow10(exponent(a.Currency))
}

// String returns the amount for people and logs: "10.00 EUR".
func (a Amount) String() string {
	if a.Currency == "" {
		return a.Decimal()
	}
	return a.Decimal() + " " + a.Currency
}

// Parse parses a decimal number of major units of a currency: "10", "10.5" and
// "-10.50", but not ".5", "1e3", "1,000" or more decimal places than the currency
// has. The error is [ErrSyntax].
func Parse(decimal, currency string) (Amount, error) {
	if !isCode(currency) {
		return Amount{}, fmt.Errorf("%w: currency %.24q", ErrSyntax, currency)
	}
	if len(decimal) > maxDecimal {
		return Amount{}, fmt.Errorf("%w: longer than %d characters", ErrSyntax, maxDecimal)
	}
	minor, ok := parseMinor(decimal, exponent(currency))
	if !ok {
		return Amount{}, fmt.Errorf("%w: %q %s", ErrSyntax, decimal, currency)
	}
	return Amount{minor, currency}, nil
}

// parseMinor parses a decimal number and multiplies it by 10 to the power places.
func parseMinor(decimal string, places int) (minor int64, ok bool) {
	number, sign := decimal, ""
	if strings.HasPrefix(number, "-") || strings.HasPrefix(number, "+") {
		number, sign = number[1:], number[:1]
	}
	whole, fraction, point := strings.Cut(number, ".")
	if !isDigits(whole) || point && !isDigits(fraction) || len(fraction) > places {
		return 0, false
	}
	minor, err := strconv.ParseInt(sign+whole+fraction+strings.Repeat("0", places-len(fraction)), 10, 64)
	return minor, err == nil
}

// isCode reports whether s has the form of an ISO 4217 alphabetic code.
func isCode(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
