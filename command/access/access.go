// Package access holds the use cases of authentication and authorization:
// users, tokens, passwords, client certificates and address lists.
package access
