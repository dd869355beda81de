package it

import (
	"time"
	_ "time/tzdata" // the host may have no time zone database
)

// rome returns the time zone of the registry.
func rome() *time.Location {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err) // cannot happen: the table is compiled in
	}
	return zone
}

// endOfDay returns the first 23:59:59 in zone that is not before t, UTC.
func endOfDay(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	end := time.Date(local.Year(), local.Month(), local.Day(), 23, 59, 59, 0, zone)
	if end.Before(local) {
		end = time.Date(local.Year(), local.Month(), local.Day()+1, 23, 59, 59, 0, zone)
	}
	return end.UTC()
}
