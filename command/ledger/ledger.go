// Package ledger moves money: charges, refunds, holds, deposits, invoices and
// statements. Every movement is one entry whose postings sum to zero.
package ledger
