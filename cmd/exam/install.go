package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A tool is a package of a registry: npm, pip, go, cargo or apt.
type tool struct {
	registry, name, version string
	program                 string // of apt: what is looked for before installing
}

func npm(name, version string) tool    { return tool{"npm", name, version, ""} }
func pip(name, version string) tool    { return tool{"pip", name, version, ""} }
func goTool(name, version string) tool { return tool{"go", name, version, ""} }
func crate(name, version string) tool  { return tool{"cargo", name, version, ""} }
func apt(name, program string) tool    { return tool{"apt", name, "", program} }

// install installs a tool unless it is there; the error says why it cannot.
func (x *exam) install(t *tool) error {
	marker := filepath.Join(x.dir, "installed", strings.ReplaceAll(t.registry+"-"+t.name+"-"+t.version, "/", "_"))
	if _, err := os.Stat(marker); err == nil && t.registry != "apt" {
		return nil
	}
	var err error
	switch t.registry {
	case "npm":
		err = x.installer("npm", "install", "--prefix", x.path("npm"), "--no-audit", "--no-fund", "--ignore-scripts", t.name+"@"+t.version)
	case "pip":
		if _, missing := os.Stat(x.path("py")); missing != nil {
			err = x.installer("python3", "-m", "venv", x.path("py"))
		}
		if err == nil {
			err = x.installer(x.path("py/bin/pip"), "install", "-q", t.name+"=="+t.version)
		}
	case "go":
		err = x.installer("go", "install", t.name+"@"+t.version)
	case "cargo":
		err = x.installer("cargo", "install", "--quiet", "--root", x.path("cargo"), "--version", t.version, t.name)
	case "apt":
		return x.installPackage(t)
	}
	if err != nil {
		return fmt.Errorf("%s of %s: %w: %w", t.name, t.registry, errAbsent, err)
	}
	if err := os.MkdirAll(filepath.Dir(marker), 0o755); err != nil {
		return err
	}
	return os.WriteFile(marker, nil, 0o644)
}

// installPackage installs a Debian package, as root or by sudo without a password.
func (x *exam) installPackage(t *tool) error {
	if _, err := x.look(t.program); err == nil {
		return nil
	}
	command := []string{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q", "--no-install-recommends", t.name}
	if os.Getuid() != 0 {
		command = append([]string{"sudo", "-n"}, command...)
	}
	if err := x.installer(command[0], command[1:]...); err != nil {
		return fmt.Errorf("%s of Debian: %w: %w", t.name, errAbsent, err)
	}
	return nil
}

// installer runs an installation; the error has the line with its error, or the last one
// that it printed.
func (x *exam) installer(program string, args ...string) error {
	cmd := exec.CommandContext(x.ctx, program, args...)
	cmd.Env = append(os.Environ(), "GOBIN="+x.path("bin"), "GOFLAGS=", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		line := lines[len(lines)-1]
		if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "error") }); i >= 0 {
			line = lines[i]
		}
		return fmt.Errorf("%w: %.200s", err, line)
	}
	return nil
}

// look returns the path of a program, also of those that only root has in its path.
func (x *exam) look(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	return exec.LookPath("/usr/sbin/" + program)
}

var number = regexp.MustCompile(`\d+(\.\d+)+[-+.~\w]*`)

// versionOf returns the version of a judge.
func (x *exam) versionOf(j judge) string {
	if j.version != nil {
		out, _ := exec.CommandContext(x.ctx, j.version[0], j.version[1:]...).CombinedOutput()
		return number.FindString(string(out))
	}
	if len(j.needs) == 0 {
		return ""
	}
	return j.needs[0].version
}

// packageVersion returns the command that prints the version of a Debian package.
func packageVersion(name string) []string {
	return []string{"dpkg-query", "-W", "-f", "${Version}", name}
}
