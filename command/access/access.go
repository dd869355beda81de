// Package access holds the use cases of authentication and authorization: users, tokens,
// passwords, client certificates, address lists and roles.
//
// Begin with login.go (a password becomes a user) and token_authenticate.go (a token
// becomes an actor): frontends call them before any other use case. The files named
// registrar_user_*.go are how a registrar manages its own users.
package access
