// Package preorder holds the use cases of preorders: a place in line for a
// name, backed by money on hold.
package preorder
