package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestTheVersionIsThatOfTheBuild(t *testing.T) {
	info := func(version string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}, Settings: settings}
	}
	at, rev := debug.BuildSetting{Key: "vcs.time", Value: "2026-03-01T09:27:27Z"}, debug.BuildSetting{Key: "vcs.revision", Value: "0123abc"}
	changed := debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	for _, c := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, "cadastre (devel) (" + runtime.Version() + ")"},
		{info("v1.2.3"), "cadastre v1.2.3 (" + runtime.Version() + ")"},
		{info("v1.2.3", rev, at), "cadastre v1.2.3 (revision 0123abc, 2026-03-01T09:27:27Z, " + runtime.Version() + ")"},
		{info("", rev, changed), "cadastre (devel) (revision 0123abc with changes, " + runtime.Version() + ")"},
	} {
		if got := describeVersion(c.info); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
