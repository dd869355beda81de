package main

import (
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/server"
)

type docsCmd struct {
	Dir string `arg:"" help:"Output folder; each dialect gets a subfolder."`
}

func (c docsCmd) Run() error {
	return rest.WriteDocs(c.Dir, server.Dialects(), rest.BaseURL{URL: "http://127.0.0.1:8080", Text: "cadastre demo"},
		rest.BaseURL{URL: "http://127.0.0.1:8090", Text: "cadastre demo, sandbox"})
}
