package main

import (
	"fmt"
	"strings"
)

var zonemaster = judge{
	name: "Zonemaster", what: "a generic TLD on two name servers, IPv4 and IPv6, in a network of its own",
	needs:   []tool{apt("zonemaster-cli", "zonemaster-cli")},
	version: packageVersion("zonemaster-cli"),
	check: func(x *exam) (f finding, err error) {
		dir, err := x.fresh("zonemaster", "zonemaster.sh", "zonemaster.toml", "hints")
		if err != nil {
			return f, err
		}
		if _, err := x.run("unshare", "-n", "true"); err != nil {
			return f, fmt.Errorf("%w: no network namespace: %w", errAbsent, err)
		}
		out, err := x.runIn(dir, nil, "unshare", "-n", "sh", "zonemaster.sh", x.program)
		if err != nil {
			return f, err
		}
		reverse := 0
		for line := range strings.Lines(out) {
			fields := strings.Fields(line)
			switch {
			case len(fields) < 3 || fields[1] != "WARNING" && fields[1] != "ERROR" && fields[1] != "CRITICAL":
			case fields[2] == "NO_RESPONSE_PTR_QUERY" || fields[2] == "NAMESERVER_IP_WITHOUT_REVERSE":
				reverse++
			default:
				f.faults = append(f.faults, strings.Join(fields[1:], " "))
			}
		}
		f.text = fmt.Sprintf("%d errors and warnings, %d of them of reverse zones", reverse+len(f.faults), reverse)
		f.explained = []string{"ADDRESS02: the network has no reverse zones"}
		return f, nil
	},
}
