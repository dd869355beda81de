// Package registrant holds the use cases of registrants: the domains and
// contacts of a person, locks, and the confirmations they decide on.
package registrant
