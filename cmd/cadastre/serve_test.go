package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/server"
)

// writeServeConfig writes a configuration of one environment and returns its path.
func writeServeConfig(t *testing.T, port int, more string) string {
	t.Helper()
	t.Chdir(t.TempDir())
	file, _ := filepath.Abs("cadastre.toml")
	text := fmt.Sprintf("[environments.production]\nrdap_url = \"https://a.example/rdap\"\nmake_key = true\nhttp = [\"127.0.0.1:%d\"]\n%s", port, more)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// must runs the program, which must succeed, and returns its output.
func must(t *testing.T, args ...string) string {
	t.Helper()
	out, code := program(t, args...)
	if code != 0 {
		t.Fatalf("cadastre %s: exit %d: %s", strings.Join(args, " "), code, out)
	}
	return strings.TrimSpace(out)
}

func TestARegistryFromTheCommandLine(t *testing.T) {
	port := freePort(t)
	file := writeServeConfig(t, port, "clock = \"sandbox\"\n[environments.production.dialects.kifdom]\nhost = \"api.a.example\"\n")
	config := "--config=" + file
	must(t, "admin", "registrar", config, "kifdom", "--name=KifDom", "--nameserver=ns1.a.example", "--nameserver=ns2.a.example")
	if got := must(t, "admin", "deposit", config, "kifdom", "1000.00"); got != "balance 1000.00 EUR" {
		t.Errorf("deposit: %s", got)
	}
	account := strings.TrimPrefix(must(t, "admin", "account", config, "kifdom", "dora@a.example", "--first=Dora", "--country=fr"), "account ")
	if got := must(t, "admin", "credit", config, account, "20.00", "--memo=cash"); got != "balance 20.00 EUR" {
		t.Errorf("credit: %s", got)
	}
	password := must(t, "admin", "user", config, "kifdom", "dora@a.example", "--registrar=kifdom", "--account="+account)
	operator := must(t, "operator", config, "olga")
	if out, code := program(t, "admin", "registrar", config, "kifdom", "--name=Twice"); code != 1 || !strings.Contains(out, "taken") {
		t.Errorf("a registrar twice: exit %d: %s", code, out)
	}

	p := start(t, "serve", config)
	url := fmt.Sprintf("http://127.0.0.1:%d", port)
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if _, err := request("GET", url, "", "", ""); err == nil {
			break
		} else if time.Since(begun) > 20*time.Second {
			t.Fatalf("it does not answer: %v\n%s", err, &p.out)
		}
	}
	login, _ := json.Marshal(rest.DemoLogin{Email: "dora@a.example", Password: password})
	a := send(t, "POST", url+"/api/v1/auth/login", "api.a.example", "", string(login))
	var token struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(a.body), &token); err != nil || a.status != 200 {
		t.Fatalf("login: %d %s", a.status, a.body)
	}
	if a := send(t, "POST", url+"/api/v1/domains", "api.a.example", token.Token, `{"name":"a.fr"}`); a.status != 200 {
		t.Errorf("create: %d %s", a.status, a.body)
	}
	if a := send(t, "GET", url+"/api/v1/domains", "other.a.example", token.Token, ""); a.status != 404 {
		t.Errorf("the dialect at another host: %d", a.status)
	}
	if a := send(t, "PUT", url+"/sandbox/clock", "", operator, `{"advance":"1h"}`); a.status != 200 {
		t.Errorf("the operator moves the clock: %d %s", a.status, a.body)
	}
	if out, code := program(t, "audit", config); code != 1 || !strings.Contains(out, "another process") {
		t.Errorf("audit of a store in use: exit %d: %s", code, out)
	}
	p.stop()
	if strings.Contains(p.out.String(), password) || strings.Contains(p.out.String(), operator) {
		t.Error("the log has secrets in it")
	}
	if got := must(t, "audit", config); got != "production: the books are in order" {
		t.Errorf("audit: %s", got)
	}
}

func TestOtherCommands(t *testing.T) {
	t.Run("config prints a configuration", func(t *testing.T) {
		if _, err := server.ParseConfig([]byte(must(t, "config"))); err != nil {
			t.Error(err)
		}
	})
	t.Run("version", func(t *testing.T) {
		if got := must(t, "version"); !strings.HasPrefix(got, "cadastre ") {
			t.Error(got)
		}
	})
	t.Run("docs writes a folder for each dialect", func(t *testing.T) {
		dir := t.TempDir()
		must(t, "docs", dir)
		for _, d := range server.Dialects() {
			for _, f := range []string{"openapi.json", "postman.json"} {
				if info, err := os.Stat(filepath.Join(dir, d.Name, f)); err != nil || info.Size() < 1000 {
					t.Errorf("%s of %s: %v", f, d.Name, err)
				}
			}
		}
	})
	t.Run("an unknown key is named", func(t *testing.T) {
		file := writeServeConfig(t, freePort(t), "htp = [\"127.0.0.1:1\"]\n")
		out, code := program(t, "serve", "--config", file)
		if want := "line 5: unknown key environments.production.htp"; code != 1 || !strings.Contains(out, want) {
			t.Errorf("exit %d: %s; want %s", code, out, want)
		}
	})
	t.Run("nonsense is exit code 2", func(t *testing.T) {
		if out, code := program(t, "dance"); code != 2 || strings.Count(out, "\n") != 1 {
			t.Errorf("exit %d: %s", code, out)
		}
	})
}
