# What a contributor does. Go and make are all that is needed; `make test`
# fetches the rest where it can.

GO ?= go
GOFMT = $(shell $(GO) env GOROOT)/bin/gofmt
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Where many do something at once: these run again under the race detector.
# The engines and the clock do so as a whole, the rest by the names of tests.
RACY_PACKAGES = ./store/... ./face/clock ./face/rest
RACY_TESTS    = Fifty|Hundred|Snipe|Waits|Wait$$|AtOnce|Together|Race
RACY_ELSE     = ./command ./face/...

export CGO_ENABLED = 0

.PHONY: demo test build bench fmt docs tools check unit race

demo: build ## a whole registry on this machine
	./bin/cadastre demo

build: ## bin/cadastre, one static file
	$(GO) build -trimpath -o bin/cadastre ./cmd/cadastre

test: tools check unit race ## all that has to hold

bench: ## what it can do here, beside what the disk can
	$(GO) run ./cmd/bench

fmt: ## the form of the code
	$(GOFMT) -w .

docs: ## the dialects' documents
	$(GO) run ./cmd/cadastre docs docs

check: ## what the tools see
	@unformed=$$($(GOFMT) -l .); if [ -n "$$unformed" ]; then echo "not formatted (make fmt):"; echo "$$unformed"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

unit: ## every test, on every engine
	$(GO) test -vet=off -timeout 4m ./...

race: ## what runs at once, under the race detector, which needs a C compiler
	@if command -v gcc >/dev/null || command -v clang >/dev/null; then set -ex; \
		CGO_ENABLED=1 $(GO) test -vet=off -race -short -timeout 4m $(RACY_PACKAGES); \
		CGO_ENABLED=1 $(GO) test -vet=off -race -short -timeout 4m -run '$(RACY_TESTS)' $(RACY_ELSE); \
	elif [ "$$CI" = true ]; then echo "no C compiler: the race detector cannot run"; exit 1; \
	else echo "NOT TESTED for races: there is no C compiler"; fi

# Debian's names of what tests use: an engine, a judge of XML, a C compiler for
# the race detector, and what the demo's printed lines are pasted into.
tools:
	@lacks=""; \
	{ [ -n "$$CADASTRE_TEST_POSTGRES" ] || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || lacks="$$lacks postgresql"; \
	command -v xmllint >/dev/null || lacks="$$lacks libxml2-utils"; \
	command -v gcc >/dev/null || command -v clang >/dev/null || lacks="$$lacks gcc libc6-dev"; \
	command -v curl >/dev/null || lacks="$$lacks curl"; \
	for need in dig=dnsutils nsupdate=dnsutils nsd=nsd knotd=knot kdig=knot-dnsutils ldns-verify-zone=ldnsutils \
		named-checkzone=bind9-utils whois=whois dnsperf=dnsperf; do \
		PATH=$$PATH:/usr/sbin command -v $${need%=*} >/dev/null || case "$$lacks " in *" $${need#*=} "*) ;; *) lacks="$$lacks $${need#*=}" ;; esac; \
	done; \
	perl -MNet::EPP::Client -e 1 2>/dev/null || lacks="$$lacks libnet-epp-perl"; \
	[ -n "$$lacks" ] || exit 0; \
	as=""; [ "$$(id -u)" = 0 ] || as="sudo -n"; \
	if command -v apt-get >/dev/null && { [ -z "$$as" ] || $$as true 2>/dev/null; }; then \
		echo "installing:$$lacks"; log=$$(mktemp); \
		{ $$as apt-get update && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$lacks; } >"$$log" 2>&1 && exit 0; \
		tail -n 5 "$$log"; \
	fi; \
	echo "COULD NOT INSTALL:$$lacks; tests that need them are left out"; \
	[ "$$CI" != true ]
