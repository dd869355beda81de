package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"
)

// The version of a release, its revision and the time of that (RFC 3339), if they are set
// by go build -ldflags "-X main.version=v1.2.3". Otherwise they are those of the build
// information, which Go takes from the repository.
var version, revision, revisionTime string

type versionCmd struct{}

func (versionCmd) Run(k *kong.Context) error {
	info, _ := debug.ReadBuildInfo()
	fmt.Fprintln(k.Stdout, describeVersion(info))
	return nil
}

// describeVersion returns the line that `cadastre version` prints. info may be nil.
func describeVersion(info *debug.BuildInfo) string {
	built := map[string]string{}
	main := ""
	if info != nil {
		main = info.Main.Version
		for _, s := range info.Settings {
			built[s.Key] = s.Value
		}
	}
	details := []string{}
	if r := cmp.Or(revision, built["vcs.revision"]); r != "" {
		if revision == "" && built["vcs.modified"] == "true" {
			r += " with changes"
		}
		details = append(details, "revision "+r)
	}
	if at := cmp.Or(revisionTime, built["vcs.time"]); at != "" {
		details = append(details, at)
	}
	return fmt.Sprintf("cadastre %s (%s)", cmp.Or(version, main, "(devel)"), strings.Join(append(details, runtime.Version()), ", "))
}
