package ee

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strconv"
	"time"
	_ "time/tzdata" // the zone must be there wherever the binary runs

	"github.com/cadastre-registry/cadastre/name"
)

// tallinn returns the zone in which the registry counts days.
func tallinn() *time.Location {
	zone, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		panic(err) // the table is compiled in
	}
	return zone
}

// midnight returns the first start of a day in zone that is not before t.
func midnight(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	start := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	if start.Before(local) {
		start = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, zone)
	}
	return start.UTC()
}

// moment returns the policy's Moment: any microsecond of the 24 hours from t,
// all alike likely and the same each time it is asked, so that whoever waits to
// snatch the name learns nothing (contract ee, section 4, lifecycle 4).
func moment(key []byte) func(name.Name, time.Time) time.Time {
	return func(n name.Name, t time.Time) time.Time {
		const span = uint64(day / time.Microsecond)
		t = t.Truncate(time.Microsecond)
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(string(n) + "|" + strconv.FormatInt(t.UnixMicro(), 10)))
		offset, _ := bits.Mul64(binary.BigEndian.Uint64(mac.Sum(nil)), span)
		return t.Add(time.Duration(offset) * time.Microsecond)
	}
}
