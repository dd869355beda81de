package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A target is the environment that a command line works on. It runs the
// commands on the store itself: on a store in a file only while no server has
// it open, on PostgreSQL at any time.
type target struct {
	Config string `required:"" placeholder:"FILE" help:"The configuration of the server."`
	Env    string `placeholder:"NAME" help:"The environment, where the configuration has several."`
}

func (t target) open(ctx context.Context) (*environment, error) {
	conf, err := readConfig(t.Config)
	if err != nil {
		return nil, err
	}
	n, e, err := conf.only(t.Env)
	if err != nil {
		return nil, err
	}
	return openEnvironment(ctx, n, e, slog.New(slog.DiscardHandler))
}

// on runs cmd as the registry itself, on the environment that t names.
func on[R any](ctx context.Context, t target, cmd command.Command[R]) (R, error) {
	var none R
	e, err := t.open(ctx)
	if err != nil {
		return none, err
	}
	defer e.runner.Store.Close()
	return command.Do(ctx, e.runner, founder("admin"), cmd)
}

func audit(ctx context.Context, conf config, env string) ([]string, error) {
	e, err := openEnvironment(ctx, env, conf.Environments[env], slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer e.runner.Store.Close()
	return command.Ask(ctx, e.runner, founder("admin"), command.Audit{})
}

type operatorCmd struct {
	target
	Login string        `arg:"" help:"What the operator is called."`
	TTL   time.Duration `default:"8760h" help:"How long the token is good."`
}

func (c operatorCmd) Run(ctx context.Context, t terminal) error {
	issued, err := on(ctx, c.target, command.CreateOperator{Login: c.Login, TTL: c.TTL})
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, issued.Secret)
	return nil
}

type adminCmd struct {
	Registrar registrarCmd `cmd:"" help:"Accredit a registrar."`
	Account   accountCmd   `cmd:"" help:"Make a customer of a registrar."`
	User      userCmd      `cmd:"" help:"Let somebody log in; the password is read from standard input, or made up and printed."`
	Deposit   depositCmd   `cmd:"" help:"Book money that a registrar has paid."`
	Credit    creditCmd    `cmd:"" help:"Book money that an account has paid to its registrar."`
	Key       keyCmd       `cmd:"" help:"Keys that sign DNS messages (TSIG)."`
	Invoice   invoiceCmd   `cmd:"" help:"Look after the invoices of registrars."`
	Identity  identityCmd  `cmd:"" help:"Note what an eID service has found about a contact or a user."`

	Confirmation confirmationCmd `cmd:"" help:"Show what waits for a registrant's word, and the link that gives it."`
	Force        forceCmd        `cmd:"" help:"Have a name deleted, whoever holds it; or take that back."`
	Reserve      reserveCmd      `cmd:"" help:"Give a name a password without which nobody registers it."`
	Logout       logoutCmd       `cmd:"" help:"End all tokens of somebody who logs in."`
}

type registrarCmd struct {
	target
	ID         registry.RegistrarID `arg:"" help:"Client identifier: 3 to 16 characters."`
	Name       string               `required:"" help:"Its name."`
	Email      string               `help:"Its e-mail address, for the public too."`
	Voice      string               `help:"Its telephone, such as +372.6000000, for the public too."`
	Website    string               `help:"URL of its web pages."`
	IANA       int                  `name:"iana" help:"IANA registrar ID."`
	RDAP       string               `name:"rdap" help:"Base URL of its own RDAP service."`
	Currency   string               `default:"EUR" help:"Of its deposit, and of its accounts' wallets."`
	Nameserver []string             `help:"A name server of its storefront; may be given several times."`
}

func (c registrarCmd) Run(ctx context.Context, t terminal) error {
	r := registry.Registrar{
		ID: c.ID, Name: c.Name, Email: c.Email, Voice: c.Voice, Website: c.Website, IANA: c.IANA, RDAP: c.RDAP, Currency: c.Currency,
	}
	for _, text := range c.Nameserver {
		n, err := name.Parse(text)
		if err != nil {
			return err
		}
		r.Nameservers = append(r.Nameservers, n)
	}
	r, err := on(ctx, c.target, command.CreateRegistrar{Registrar: r})
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "registrar %s\n", r.ID)
	return nil
}

type accountCmd struct {
	target
	Registrar registry.RegistrarID `arg:"" help:"Whose customer it is."`
	Email     string               `arg:"" help:"Its e-mail address."`
	First     string               `help:"First name."`
	Last      string               `help:"Last name."`
	Org       string               `help:"Organisation."`
	Street    []string             `help:"A line of the address; may be given three times."`
	City      string               `help:"City."`
	State     string               `help:"State or province."`
	Postcode  string               `help:"Postal code."`
	Country   string               `help:"Country, in two letters."`
	Voice     string               `help:"Telephone number, as +39.0212345678."`
}

func (c accountCmd) Run(ctx context.Context, t terminal) error {
	a, err := on(ctx, c.target, command.CreateAccount{Account: registry.Account{
		Registrar: c.Registrar, Email: c.Email, First: c.First, Last: c.Last, Org: c.Org, Voice: c.Voice,
		Address: registry.Postal{Street: c.Street, City: c.City, State: c.State, PostalCode: c.Postcode, Country: strings.ToUpper(c.Country)},
	}})
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "account %s\n", a.ID)
	return nil
}

type userCmd struct {
	target
	Realm     string               `arg:"" help:"Where the login is unique: the name of a dialect, or \"registrar\" for EPP and REPP."`
	Login     string               `arg:"" help:"An e-mail address or a user name."`
	Registrar registry.RegistrarID `required:"" help:"For whom it acts."`
	Account   registry.AccountID   `help:"For which of the registrar's accounts it acts; none: for the registrar."`
	Role      []registry.Role      `help:"super, epp or billing, for a registrar's user."`
	Stdin     bool                 `help:"Read the password from standard input."`
}

func (c userCmd) Run(ctx context.Context, t terminal, stdin io.Reader) error {
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
	_, err = on(ctx, c.target, command.CreateUser{Secret: secret, User: registry.User{
		Realm: c.Realm, Login: c.Login, Registrar: c.Registrar, Account: c.Account, Roles: c.Role,
	}})
	if err == nil && !c.Stdin {
		fmt.Fprintln(t.out, password)
	}
	return err
}

type depositCmd struct {
	target
	Registrar registry.RegistrarID `arg:"" help:"Who paid."`
	Amount    string               `arg:"" help:"As 1000.00."`
	Currency  string               `default:"EUR" help:"Of the amount."`
	Memo      string               `help:"What the ledger says about it."`
}

func (c depositCmd) Run(ctx context.Context, t terminal) error {
	amount, err := money.Parse(c.Amount, c.Currency)
	if err != nil {
		return err
	}
	p, err := on(ctx, c.target, command.Deposit{Registrar: c.Registrar, Amount: amount, Memo: c.Memo})
	return t.balance(p, err)
}

type creditCmd struct {
	target
	Account  registry.AccountID `arg:"" help:"Who paid."`
	Amount   string             `arg:"" help:"As 50.00."`
	Currency string             `default:"EUR" help:"Of the amount."`
	Memo     string             `help:"What the ledger says about it."`
}

func (c creditCmd) Run(ctx context.Context, t terminal) error {
	amount, err := money.Parse(c.Amount, c.Currency)
	if err != nil {
		return err
	}
	p, err := on(ctx, c.target, command.Credit{Account: c.Account, Amount: amount, Memo: c.Memo})
	return t.balance(p, err)
}

// balance prints what a purse holds now.
func (t terminal) balance(p store.Purse, err error) error {
	if err == nil {
		fmt.Fprintf(t.out, "balance %s\n", money.Amount{Minor: p.Balance, Currency: p.Currency})
	}
	return err
}
