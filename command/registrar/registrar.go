// Package registrar holds the use cases of registrars: accreditation, accounts,
// profile, messages and reports.
package registrar
