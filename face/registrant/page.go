package registrant

import (
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// A page is which part of a list is wanted. Numbers are read as the original's
// language does: the digits that a text begins with, and 0 where there are
// none.
type page struct {
	LimitText  *string `query:"limit" doc:"How many: 1 to 200; 200 if it is not said" example:"200"`
	OffsetText *string `query:"offset" doc:"How many to leave out before them" example:"0"`
}

const mostItems = 200

// Check returns ErrRange for a limit that is not from 1 to 200, and then for an
// offset below zero.
func (p page) Check() error {
	switch limit := p.Limit(); {
	case limit < 1 || limit > mostItems:
		return registry.ErrRange.On("limit", "")
	case p.Offset() < 0:
		return registry.ErrRange.On("offset", "")
	}
	return nil
}

func (p page) Limit() int  { return number(p.LimitText, mostItems) }
func (p page) Offset() int { return number(p.OffsetText, 0) }

func number(text *string, otherwise int) int {
	if text == nil {
		return otherwise
	}
	s := strings.TrimSpace(*text)
	end := 0
	if s != "" && (s[0] == '-' || s[0] == '+') {
		end = 1
	}
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(s[:end]) // one that is too large is as large as can be
	return n
}
