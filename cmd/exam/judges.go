package main

import (
	"errors"
	"fmt"
)

// A judge is a program of others, or several that are used together.
type judge struct {
	name, what string
	needs      []tool   // what to install
	version    []string // command that prints the version; nil: that of the first tool
	check      func(*exam) (finding, error)
	rows       func(*exam) []row // in place of all but the name: a judge of several rows
}

// A finding is what a judge found: figures, remarks that are faults, and those that are
// not, with the reason and its source.
type finding struct {
	text      string
	faults    []string
	explained []string
}

// errAbsent is the error of a judge that is not installed and cannot be.
var errAbsent = errors.New("not installed")

// judges returns all judges in the order of the table.
func judges() []judge {
	return []judge{
		spectral, redocly, newman, goClient, pythonClient, typeScriptClient,
		goTests, epptools,
		rdapConformance, icannRDAP, pythonWHOIS,
		octoDNS, certbot, lego, bind, powerDNS, zonemaster,
	}
}

// ask installs and runs a judge.
func (x *exam) ask(j judge) []row {
	if j.rows != nil {
		return j.rows(x)
	}
	r := row{judge: j.name, what: j.what}
	for i := range j.needs {
		if err := x.install(&j.needs[i]); err != nil {
			r.result, r.text = notRun, err.Error()
			return []row{r}
		}
	}
	r.version = x.versionOf(j)
	f, err := j.check(x)
	r.text, r.explained = f.text, list(f.explained)
	switch {
	case errors.Is(err, errAbsent):
		r.result, r.text = notRun, err.Error()
	case err != nil:
		r.result, r.text = failed, err.Error()
	case len(f.faults) > 0:
		r.result, r.text = failed, fmt.Sprintf("%s; %s", f.text, list(f.faults))
	default:
		r.result = passed
	}
	return []row{r}
}

// list joins at most ten texts.
func list(texts []string) string {
	joined := ""
	for i, text := range texts {
		switch {
		case i == 10:
			return fmt.Sprintf("%s; %d more", joined, len(texts)-i)
		case i > 0:
			joined += "; "
		}
		joined += text
	}
	return joined
}
