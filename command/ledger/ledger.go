// Package ledger moves money: charges, refunds, holds, deposits, invoices and statements.
// Every movement is one entry whose postings sum to zero.
//
// Begin with charge.go, which other use cases call in their own transactions: a purchase
// moves retail from the account to its registrar and wholesale from the registrar to the
// registry. audit.go adds everything up again.
package ledger
