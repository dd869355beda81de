// Package preorder holds the use cases of preorders: a place in line for a name, backed by
// money on hold.
//
// Begin with preorder_create.go. What happens when the name drops is part of its release,
// in command/object.
package preorder
