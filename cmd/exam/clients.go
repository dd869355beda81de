package main

import (
	"embed"
	"os"
	"path/filepath"
)

// files has what the judges need: clients of the dialects, and scripts.
//
//go:embed testdata
var files embed.FS

// fresh makes an empty folder below the exam's, with files of testdata in it.
func (x *exam) fresh(name string, contents ...string) (string, error) {
	dir := x.path(name)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	for _, file := range contents {
		b, err := files.ReadFile("testdata/" + file)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(dir, file), b, 0o644); err != nil {
			return "", err
		}
	}
	return dir, nil
}

var goClient = judge{
	name: "oapi-codegen", what: "a Go client of each dialect, compiled, one call each",
	needs: []tool{goTool("github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen", "v2.8.2")},
	check: func(x *exam) (finding, error) {
		dir, err := x.fresh("client-go", "client.go")
		if err != nil {
			return finding{}, err
		}
		env := []string{"GOFLAGS=-mod=mod", "GOWORK=off"}
		if _, err := x.runIn(dir, env, "go", "mod", "init", "client"); err != nil {
			return finding{}, err
		}
		for _, d := range dialects {
			if err := os.Mkdir(filepath.Join(dir, d), 0o755); err != nil {
				return finding{}, err
			}
			if _, err := x.run(x.path("bin/oapi-codegen"), "-generate", "types,client", "-package", d,
				"-o", filepath.Join(dir, d, "client.go"), x.path("docs/"+d+"/openapi-3.0.json")); err != nil {
				return finding{}, err
			}
		}
		if _, err := x.runIn(dir, env, "go", "get", "github.com/oapi-codegen/runtime@v1.9.0"); err != nil {
			return finding{}, err
		}
		return answered(x.runIn(dir, env, "go", "run", ".", x.info.HTTP, x.credentials()))
	},
}

var pythonClient = judge{
	name: "openapi-python-client", what: "a Python client of each dialect, imported, one call each",
	needs: []tool{pip("openapi-python-client", "0.29.1")},
	check: func(x *exam) (finding, error) {
		dir, err := x.fresh("client-py", "client.py")
		if err != nil {
			return finding{}, err
		}
		for _, d := range dialects {
			if _, err := x.run(x.path("py/bin/openapi-python-client"), "generate", "--path", x.path("docs/"+d+"/openapi.json"),
				"--output-path", filepath.Join(dir, d), "--meta", "none"); err != nil {
				return finding{}, err
			}
		}
		return answered(x.runIn(dir, nil, x.path("py/bin/python"), "client.py", x.info.HTTP, x.credentials()))
	},
}

var typeScriptClient = judge{
	name: "openapi-typescript", what: "types of each dialect, compiled strictly, one call each by openapi-fetch",
	needs: []tool{npm("openapi-typescript", "7.13.0"), npm("openapi-fetch", "0.17.0"), npm("typescript", "5.9.3")},
	check: func(x *exam) (finding, error) {
		dir, err := x.fresh("npm/client", "client.ts") // where node finds openapi-fetch
		if err != nil {
			return finding{}, err
		}
		if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type":"module"}`), 0o644); err != nil {
			return finding{}, err
		}
		for _, d := range dialects {
			if _, err := x.run(x.path("npm/node_modules/.bin/openapi-typescript"), x.path("docs/"+d+"/openapi.json"), "-o", filepath.Join(dir, d+".ts")); err != nil {
				return finding{}, err
			}
		}
		if _, err := x.runIn(dir, nil, x.path("npm/node_modules/.bin/tsc"), "--strict", "--target", "es2022", "--module", "nodenext",
			"--lib", "es2022,dom", "--skipLibCheck", "client.ts"); err != nil {
			return finding{}, err
		}
		return answered(x.runIn(dir, nil, "node", "client.js", x.info.HTTP, x.credentials()))
	},
}
