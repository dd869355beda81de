package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// asProgram is the environment variable that makes the test binary run main.
const asProgram = "CADASTRE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	code := m.Run()
	stopSharedDemo()
	os.Exit(code)
}

// A process is a running cadastre program.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  output
	done chan struct{}
}

// An output is the output of a process, readable while it runs.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// start starts the program with args; it ends with the test.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t}
	p.launch(args...)
	t.Cleanup(p.kill)
	return p
}

// launch starts the program.
func (p *process) launch(args ...string) {
	p.t.Helper()
	p.cmd, p.done = exec.Command(os.Args[0], args...), make(chan struct{})
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.done) }()
}

// exit waits until the process ends and returns its exit code.
func (p *process) exit() int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		p.t.Fatalf("the process does not end:\n%s", &p.out)
	}
	return p.cmd.ProcessState.ExitCode()
}

// stop ends the process by SIGTERM.
func (p *process) stop() {
	p.t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	if code := p.exit(); code != 0 {
		p.t.Fatalf("exit code %d after SIGTERM:\n%s", code, &p.out)
	}
}

func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.done
}

// program runs the program until it ends.
func program(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	p := start(t, args...)
	code = p.exit()
	return p.out.String(), code
}

// endpoints are the addresses and credentials of one environment of a demo.
type endpoints struct {
	demo.Info
	KifDom, Freenom []rest.DemoLogin
	Altravia        []struct{ Email, APIKey, Token string }
	REPP            []struct{ Username, Password, Registrar string }
	Registrant      any
}

// A runningDemo is a running `cadastre demo` with the content of its demo.json.
type runningDemo struct {
	*process
	dir  string
	port int
	info map[string]endpoints
}

// startDemo starts a demo and waits for its demo.json.
func startDemo(t *testing.T, dir string, port int, more ...string) *runningDemo {
	t.Helper()
	d := &runningDemo{dir: dir, port: port}
	stale, _ := os.Stat(filepath.Join(dir, "demo.json"))
	d.process = start(t, append([]string{"demo", "--dir", dir, "--port", fmt.Sprint(port)}, more...)...)
	d.await(stale)
	return d
}

// await waits for a demo.json other than the stale one, and reads it.
func (d *runningDemo) await(stale os.FileInfo) {
	d.t.Helper()
	path := filepath.Join(d.dir, "demo.json")
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if now, err := os.Stat(path); err == nil && (stale == nil || !stale.ModTime().Equal(now.ModTime())) {
			break
		}
		select {
		case <-d.done:
			d.t.Fatalf("the demo ended:\n%s", &d.out)
		default:
		}
		if time.Since(begun) > 30*time.Second {
			d.t.Fatalf("no demo.json:\n%s", &d.out)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d.info); err != nil {
		d.t.Fatalf("demo.json: %v", err)
	}
}

// shared is the demo of the tests that only need a running one.
var shared struct {
	sync.Once
	*runningDemo
}

// sharedDemo returns the demo that tests share. They must not stop it, nor use the names
// and the balances of each other.
func sharedDemo(t *testing.T) *runningDemo {
	t.Helper()
	shared.Do(func() {
		dir, err := os.MkdirTemp("", "cadastre-shared-")
		if err != nil {
			t.Fatal(err)
		}
		d := &runningDemo{dir: dir, port: freePort(t), process: &process{t: t}}
		shared.runningDemo = d
		d.launch("demo", "--dir", dir, "--port", fmt.Sprint(d.port))
		d.await(nil)
	})
	if shared.info == nil {
		t.Fatal("the shared demo did not start")
	}
	return shared.runningDemo
}

// stopSharedDemo ends the demo of sharedDemo and removes its folder.
func stopSharedDemo() {
	if shared.runningDemo != nil {
		shared.kill()
		os.RemoveAll(shared.dir)
	}
}

// freePort returns a port for a demo, such that all its ports are free.
func freePort(t *testing.T) int {
	t.Helper()
	for range 100 {
		first := 20000 + rand.IntN(12000) // below the ephemeral ports
		free := true
		for above := range demo.SandboxPorts + demo.MetricsPort + 1 {
			l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", first+above))
			if err != nil {
				free = false
				break
			}
			l.Close()
		}
		if free {
			return first
		}
	}
	t.Fatal("no free ports")
	return 0
}

// An answer is the status and the body of a response.
type answer struct {
	status int
	body   string
}

// send sends a request; token and host may be "".
func send(t *testing.T, method, url, host, token, body string) answer {
	t.Helper()
	a, err := request(method, url, host, token, body)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func request(method, url, host, token, body string) (answer, error) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	req.Host = host
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, string(b)}, err
}

// login returns a KifDom token of the i-th customer.
func (s endpoints) login(t *testing.T, i int) string {
	t.Helper()
	b, _ := json.Marshal(s.KifDom[i])
	a := send(t, "POST", s.HTTP+"/api/v1/auth/login", "", "", string(b))
	var out struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || a.status != 200 || out.Token == "" {
		t.Fatalf("login of %s: %d %s", s.KifDom[i].Email, a.status, a.body)
	}
	return out.Token
}

func (s endpoints) create(t *testing.T, token, n string) answer {
	t.Helper()
	return send(t, "POST", s.HTTP+"/api/v1/domains", "", token, `{"name":"`+n+`"}`)
}

func (s endpoints) show(t *testing.T, token, n string) int {
	t.Helper()
	return send(t, "GET", s.HTTP+"/api/v1/domains/"+n, "", token, "").status
}

// now returns the time of the sandbox's clock.
func (s endpoints) now(t *testing.T) time.Time {
	t.Helper()
	a := send(t, "GET", s.Clock, "", "", "")
	now, err := time.Parse(`{"now":"`+time.RFC3339+`"}`, strings.TrimSpace(a.body))
	if err != nil {
		t.Fatalf("GET: %s: %v", a.body, err)
	}
	return now
}
