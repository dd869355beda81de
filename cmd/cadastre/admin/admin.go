// Package admin holds the operator's commands, which run on the store of an
// environment.
package admin

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// A target selects the environment of an admin command. The command runs on the store
// itself: on SQLite only while no server has it open, on PostgreSQL at any time.
type target struct {
	Config string `required:"" placeholder:"FILE" help:"Configuration file of the server."`
	Env    string `placeholder:"NAME" help:"Environment, if the configuration has several."`
}

// open opens the environment. The caller must close it.
func (t target) open(ctx context.Context) (*server.Environment, error) {
	conf, err := server.ReadConfig(t.Config)
	if err != nil {
		return nil, err
	}
	n, e, err := conf.SelectEnvironment(t.Env)
	if err != nil {
		return nil, err
	}
	return server.OpenEnvironment(ctx, n, e, slog.New(slog.DiscardHandler))
}

// runCommand runs cmd as the superuser in the environment of t.
func runCommand[R any](ctx context.Context, t target, cmd command.Command[R]) (R, error) {
	var none R
	e, err := t.open(ctx)
	if err != nil {
		return none, err
	}
	defer e.Close()
	return command.Do(ctx, e.Runner, server.Superuser("admin"), cmd)
}

// OperatorCommand creates an operator and prints its token.
type OperatorCommand struct {
	target
	Login string        `arg:"" help:"Login name."`
	TTL   time.Duration `default:"8760h" help:"Lifetime of the token."`
}

func (c OperatorCommand) Run(ctx context.Context, k *kong.Context) error {
	issued, err := runCommand(ctx, c.target, access.IssueOperatorToken{Login: c.Login, TTL: c.TTL})
	if err != nil {
		return err
	}
	fmt.Fprintln(k.Stdout, issued.Secret)
	return nil
}

// Commands are the subcommands of `cadastre admin`.
type Commands struct {
	Registrar registrarCmd `cmd:"" help:"Accredit a registrar."`
	Account   accountCmd   `cmd:"" help:"Create an account, a customer of a registrar."`
	User      userCmd      `cmd:"" help:"Create a user; the password is read from standard input, or generated and printed."`
	Deposit   depositCmd   `cmd:"" help:"Book a payment to a registrar's deposit."`
	Credit    creditCmd    `cmd:"" help:"Book a payment to an account's wallet."`
	Key       keyCmd       `cmd:"" help:"Manage TSIG keys."`
	Invoice   invoiceCmd   `cmd:"" help:"Manage invoices of registrars."`
	Preorder  preorderCmd  `cmd:"" help:"Manage preorders of accounts."`
	Address   addressCmd   `cmd:"" help:"Manage the addresses from which registrars' users log in."`
	Identity  identityCmd  `cmd:"" help:"Record the result of an eID check of a contact or a user."`

	Confirmation confirmationCmd `cmd:"" help:"Show a change that waits for the registrant's confirmation, and the link to confirm it."`
	Force        forceCmd        `cmd:"" help:"Force the deletion of a domain, or cancel that."`
	Names        namesCmd        `cmd:"" help:"Manage the lists of reserved, blocked and premium names."`
	Reserve      reserveCmd      `cmd:"" help:"Reserve a name and print the password needed to register it."`
	Logout       logoutCmd       `cmd:"" help:"Revoke all tokens of a user."`
}

type registrarCmd struct {
	target
	ID         registry.RegistrarID `arg:"" help:"Client identifier: 3 to 16 characters."`
	Name       string               `required:"" help:"Name."`
	Email      string               `help:"E-mail address, published."`
	Voice      string               `help:"Telephone number, published; for example +372.6000000."`
	Website    string               `help:"URL of its website."`
	IANA       int                  `name:"iana" help:"IANA registrar ID."`
	RDAP       string               `name:"rdap" help:"Base URL of its own RDAP service."`
	Currency   string               `default:"EUR" help:"Currency of its deposit and of its accounts' wallets."`
	Nameserver []string             `help:"Name server of its storefront; may be repeated."`
}

func (c registrarCmd) Run(ctx context.Context, k *kong.Context) error {
	r := registry.Registrar{
		ID: c.ID, Name: c.Name, Email: c.Email, Voice: c.Voice, Website: c.Website, IANA: c.IANA, RDAP: c.RDAP, Currency: c.Currency,
	}
	for _, text := range c.Nameserver {
		n, err := registry.ParseHostname("nameserver", text)
		if err != nil {
			return err
		}
		r.Nameservers = append(r.Nameservers, n)
	}
	r, err := runCommand(ctx, c.target, registrar.CreateRegistrar{Registrar: r})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "registrar %s\n", r.ID)
	return nil
}

type accountCmd struct {
	target
	Registrar registry.RegistrarID `arg:"" help:"Registrar of the account."`
	Email     string               `arg:"" help:"E-mail address."`
	First     string               `help:"First name."`
	Last      string               `help:"Last name."`
	Org       string               `help:"Organisation."`
	Street    []string             `help:"Line of the street address; may be repeated, up to three."`
	City      string               `help:"City."`
	State     string               `help:"State or province."`
	Postcode  string               `help:"Postal code."`
	Country   string               `help:"Country code, two letters."`
	Voice     string               `help:"Telephone number, for example +39.0212345678."`
}

func (c accountCmd) Run(ctx context.Context, k *kong.Context) error {
	a, err := runCommand(ctx, c.target, registrar.CreateAccount{Account: registry.Account{
		Registrar: c.Registrar, Email: c.Email, First: c.First, Last: c.Last, Org: c.Org, Voice: c.Voice,
		Address: registry.Postal{Street: c.Street, City: c.City, State: c.State, PostalCode: c.Postcode, Country: strings.ToUpper(c.Country)},
	}})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "account %s\n", a.ID)
	return nil
}

type userCmd struct {
	target
	Realm     string               `arg:"" help:"Realm in which the login is unique: the name of a dialect, or \"registrar\" for EPP and REPP."`
	Login     string               `arg:"" help:"E-mail address or user name."`
	Registrar registry.RegistrarID `required:"" help:"Registrar of the user."`
	Account   registry.AccountID   `help:"Account of the user; default: none, the user acts for the registrar."`
	Role      []registry.Role      `help:"super, epp or billing; for a registrar's user."`
	Stdin     bool                 `help:"Read the password from standard input."`
}

func (c userCmd) Run(ctx context.Context, k *kong.Context, stdin io.Reader) error {
	password := rand.Text()
	if c.Stdin {
		b, err := io.ReadAll(io.LimitReader(stdin, 1024))
		if err != nil {
			return err
		}
		password = strings.TrimRight(string(b), "\r\n")
	}
	secret, err := new(command.Runner).HashPassword(password)
	if err != nil {
		return err
	}
	_, err = runCommand(ctx, c.target, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: c.Realm, Login: c.Login, Registrar: c.Registrar, Account: c.Account, Roles: c.Role,
	}})
	if err == nil && !c.Stdin {
		fmt.Fprintln(k.Stdout, password)
	}
	return err
}

type depositCmd struct {
	target
	Registrar registry.RegistrarID `arg:"" help:"Registrar that paid."`
	payment
}

func (c depositCmd) Run(ctx context.Context, k *kong.Context) error {
	return c.book(ctx, k, c.target, func(amount money.Amount) command.Command[ledger.Balance] {
		return ledger.Deposit{Registrar: c.Registrar, Amount: amount, Memo: c.Memo}
	})
}

type creditCmd struct {
	target
	Account registry.AccountID `arg:"" help:"Account that paid."`
	payment
}

func (c creditCmd) Run(ctx context.Context, k *kong.Context) error {
	return c.book(ctx, k, c.target, func(amount money.Amount) command.Command[ledger.Balance] {
		return ledger.Credit{Account: c.Account, Amount: amount, Memo: c.Memo}
	})
}

// A payment is money that an operator books.
type payment struct {
	Amount   string `arg:"" help:"Amount, for example 1000.00."`
	Currency string `default:"EUR" help:"Currency of the amount."`
	Memo     string `help:"Text of the ledger entry."`
}

// book runs the command of a payment and prints the balance after it.
func (p payment) book(ctx context.Context, k *kong.Context, t target, of func(money.Amount) command.Command[ledger.Balance]) error {
	amount, err := money.Parse(p.Amount, p.Currency)
	if err != nil {
		return err
	}
	b, err := runCommand(ctx, t, of(amount))
	if err == nil {
		fmt.Fprintf(k.Stdout, "balance %s\n", money.Amount{Minor: b.Available, Currency: b.Currency})
	}
	return err
}

// runQuery answers q as the superuser in the environment of t.
func runQuery[R any](ctx context.Context, t target, q command.Query[R]) (R, error) {
	var none R
	e, err := t.open(ctx)
	if err != nil {
		return none, err
	}
	defer e.Close()
	return command.Ask(ctx, e.Runner, server.Superuser("admin"), q)
}
