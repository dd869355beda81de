package registrant

import (
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// page selects a part of a list. Numbers are parsed like Ruby's to_i: the leading
// digits of the text, or 0 if there are none.
type page struct {
	LimitText  *string `query:"limit" type:"integer" doc:"Maximum number of items, 1 to 200; default 200" example:"200"`
	OffsetText *string `query:"offset" type:"integer" doc:"Number of items to skip" example:"0"`
}

const maxLimit = 200

// Check returns ErrRange for a limit that is not from 1 to 200, and then for an
// offset below zero.
func (p page) Check() error {
	switch limit := p.Limit(); {
	case limit < 1 || limit > maxLimit:
		return registry.ErrRange.On("limit", "")
	case p.Offset() < 0:
		return registry.ErrRange.On("offset", "")
	}
	return nil
}

// Limit returns the maximum number of items; 200 if the parameter is absent.
func (p page) Limit() int { return parseNumber(p.LimitText, maxLimit) }

// Offset returns the number of items to skip; 0 if the parameter is absent.
func (p page) Offset() int { return parseNumber(p.OffsetText, 0) }

func parseNumber(text *string, fallback int) int {
	if text == nil {
		return fallback
	}
	s := strings.TrimSpace(*text)
	end := 0
	if s != "" && (s[0] == '-' || s[0] == '+') {
		end = 1
	}
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(s[:end]) // on overflow Atoi returns the largest int
	return n
}
