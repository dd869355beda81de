package registry

import "math"

// CheckAuthInfoStrength returns ErrWeakAuth for an authInfo that could be guessed
// (RFC 9154 section 4.1). It requires 16 characters, 8 of them different, and 80
// bits of entropy, estimated from the length and the classes of characters. RFC
// 9154 wants 128 bits, which generated codes have.
func CheckAuthInfoStrength(secret string) error {
	classes := [...]struct {
		from, to byte
		size     int
	}{{'a', 'z', 26}, {'A', 'Z', 26}, {'0', '9', 10}}
	seen, used, other, alphabet := map[rune]bool{}, [len(classes)]bool{}, false, 0
	n := 0
	for _, r := range secret {
		seen[r] = true
		n++
		known := false
		for i, k := range classes {
			if r >= rune(k.from) && r <= rune(k.to) {
				used[i], known = true, true
			}
		}
		other = other || !known
	}
	for i, k := range classes {
		if used[i] {
			alphabet += k.size
		}
	}
	if other {
		alphabet += 32
	}
	if n < 16 || len(seen) < 8 || float64(n)*math.Log2(float64(alphabet)) < 80 {
		return ErrWeakAuth.On("authInfo", "at least 16 characters of several kinds")
	}
	return nil
}
