package epp_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
)

func TestStories(t *testing.T) {
	story.Run(t, "testdata", func(t testing.TB, st store.Store) *story.Fixture { return newFixture(t, st).Fixture })
}
