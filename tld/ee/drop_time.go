package ee

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strconv"
	"time"
	_ "time/tzdata" // the host may have no time zone database

	"github.com/cadastre-registry/cadastre/name"
)

// tallinn returns the time zone of the registry.
func tallinn() *time.Location {
	zone, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		panic(err) // cannot happen: the table is compiled in
	}
	return zone
}

// nextMidnight returns the first start of a day in zone that is not before t, UTC.
func nextMidnight(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	start := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	if start.Before(local) {
		start = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, zone)
	}
	return start.UTC()
}

// dropTime returns Policy.DropTime: a microsecond of the 24 hours from t, uniformly
// distributed and determined by key, name and t, so that a drop catcher without
// the key cannot predict it (docs/contracts/ee.md section 4, lifecycle 4).
func dropTime(key []byte) func(name.Name, time.Time) time.Time {
	return func(n name.Name, t time.Time) time.Time {
		const span = uint64(day / time.Microsecond)
		t = t.Truncate(time.Microsecond)
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(string(n) + "|" + strconv.FormatInt(t.UnixMicro(), 10)))
		offset, _ := bits.Mul64(binary.BigEndian.Uint64(mac.Sum(nil)), span)
		return t.Add(time.Duration(offset) * time.Microsecond)
	}
}
