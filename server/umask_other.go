//go:build !unix

package server

// restrictUmask does nothing: the folder's permissions decide who may read the files.
func restrictUmask() {}
