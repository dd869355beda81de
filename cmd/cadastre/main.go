// Cadastre is a domain-name registry and registrar in one binary.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/admin"
	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
)

type commands struct {
	Demo     demo.Command          `cmd:"" help:"Start a complete registry on loopback, with example data."`
	Serve    serveCmd              `cmd:"" help:"Serve the environments of a configuration."`
	Config   configCmd             `cmd:"" help:"Print a sample configuration that explains every key."`
	Operator admin.OperatorCommand `cmd:"" help:"Create an operator and print its token."`
	Admin    admin.Commands        `cmd:"" help:"Manage registrars, accounts, users, payments and domains."`
	Audit    auditCmd              `cmd:"" help:"Check the ledger and the store; fail if there are errors."`
	Docs     docsCmd               `cmd:"" help:"Write the API documents of the dialects into a folder."`
	Zone     zoneCmd               `cmd:"" help:"Export, import or check zones."`
	Version  versionCmd            `cmd:"" help:"Print the version."`
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run runs a command line, whose commands write to the kong.Context's Stdout and Stderr.
// It returns the exit code: 0 for success, 1 for an error, 2 for an invalid command line.
// A server that a signal ends returns 0, or 1 if something was cut off.
func run(args []string, stdout, stderr io.Writer) int {
	var c commands
	exit := -1
	parser := kong.Must(&c, kong.Name("cadastre"), kong.Description("A domain-name registry and registrar in one binary."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	line, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help was printed
		return exit
	case err != nil:
		fmt.Fprintf(stderr, "cadastre: %v (see cadastre --help)\n", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal terminates the process at once
	line.BindTo(ctx, (*context.Context)(nil))
	line.BindTo(os.Stdin, (*io.Reader)(nil))
	if err := line.Run(); err != nil {
		fmt.Fprintf(stderr, "cadastre: %s\n", strings.ReplaceAll(err.Error(), "\n", "; ")) // joined errors are one line too
		return 1
	}
	return 0
}
