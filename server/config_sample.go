package server

import (
	"strings"

	"github.com/cadastre-registry/cadastre/config"
)

const sampleIntro = `# The configuration of a Cadastre server: "cadastre serve --config FILE".
#
# Unknown keys are errors. The values of the keys below, which are comments, are the
# defaults; keys whose default is empty have an example.

`

const environmentIntro = `
# Each environment is a separate registry with its own store, clock and addresses. Its
# name is free to choose.

`

const dialectsIntro = `
# The enabled dialects. Without any of these tables, all are enabled.

`

// Sample returns a configuration that explains every key. It is made from the
// declarations of the sections.
func Sample() string {
	const n = "production"
	e := DefaultEnvironment(n)
	var b strings.Builder
	b.WriteString(sampleIntro + config.Sample(defaultLog, "log") + environmentIntro + config.Sample(e, "environments", n) + dialectsIntro)
	for i, s := range Sellers() {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(config.SampleOptional(e.Dialects[s.Dialect.Name], "environments", n, "dialects", s.Dialect.Name))
	}
	return b.String()
}
