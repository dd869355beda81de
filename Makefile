# Targets for contributors. Only Go and make are required; `make test` installs the
# other programs that tests use, if it can.

GO ?= go
GOFMT = $(shell $(GO) env GOROOT)/bin/gofmt
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Tests with concurrency, which run again under the race detector: all tests of the
# RACY_PACKAGES, and those of RACY_ELSE whose names match RACY_TESTS.
RACY_PACKAGES = ./store/... ./worker/scheduler ./frontend/rest
RACY_TESTS    = Fifty|Hundred|Snipe|Waits|Wait$$|AtOnce|Together|Race
RACY_ELSE     = ./command/... ./frontend/...

export CGO_ENABLED = 0

# Tests whose judges are programs and libraries of others: BIND's, ldns's, NSD, Knot,
# dig, nsupdate, whois, Net::EPP, openrdap, and xmllint with the schemas of EPP, which
# checks every frame that the stories of frontend/epp send and receive.
EXAM          = Stories$$|OtherServers|NSDFollows|KnotFollows|Nsupdate|TheSameAtNSD|ThoseOfBIND|DebiansWhois|NetEPP|OpenRDAP|AcceptanceOfAGenericTLD|UnderTheProfile
EXAM_PACKAGES = ./frontend/dns ./frontend/epp ./frontend/rdap ./frontend/whois

# Judges of `make exam` that have to run on an integration server (CI=true); others are a
# row that says why they were not run. A judge of Go tests has the test's name in EXAM.
EXAM_REQUIRED = spectral redocly newman oapi-codegen openapi-python-client openapi-typescript epptools \
	Net::EPP openrdap whois NSD Knot-DNS nsupdate xmllint

.PHONY: demo test exam build bench fmt docs tools check unit race

demo: build ## run a complete registry on loopback
	./bin/cadastre demo

build: ## build bin/cadastre, a static binary
	$(GO) build -trimpath -o bin/cadastre ./cmd/cadastre

test: tools check unit race ## all checks and tests

exam: tools ## what programs of others say; fails if one is dissatisfied, or a required one is missing
	$(GO) run ./cmd/exam -tests '$(EXAM)' -packages '$(EXAM_PACKAGES)' -required '$(EXAM_REQUIRED)'

bench: ## measure the performance on this machine
	$(GO) run ./cmd/bench

fmt: ## format the code
	$(GOFMT) -w .

docs: ## write the dialects' API documents
	$(GO) run ./cmd/cadastre docs docs

check: ## gofmt, vet and staticcheck
	@unformed=$$($(GOFMT) -l .); if [ -n "$$unformed" ]; then echo "not formatted (make fmt):"; echo "$$unformed"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

unit: ## all tests, on all stores
	$(GO) test -vet=off -timeout 4m ./...

race: ## concurrent tests under the race detector, which needs a C compiler
	@if command -v gcc >/dev/null || command -v clang >/dev/null; then set -ex; \
		CGO_ENABLED=1 $(GO) test -vet=off -race -short -timeout 4m $(RACY_PACKAGES); \
		CGO_ENABLED=1 $(GO) test -vet=off -race -short -timeout 4m -run '$(RACY_TESTS)' $(RACY_ELSE); \
	elif [ "$$CI" = true ]; then echo "no C compiler: the race detector cannot run"; exit 1; \
	else echo "NOT TESTED for races: there is no C compiler"; fi

# Install the Debian packages that tests use: PostgreSQL, xmllint, a C compiler for the
# race detector, DNS servers and clients, and the programs in the demo's printed lines.
tools:
	@lacks=""; \
	{ [ -n "$$CADASTRE_TEST_POSTGRES" ] || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || lacks="$$lacks postgresql"; \
	command -v xmllint >/dev/null || lacks="$$lacks libxml2-utils"; \
	command -v gcc >/dev/null || command -v clang >/dev/null || lacks="$$lacks gcc libc6-dev"; \
	command -v curl >/dev/null || lacks="$$lacks curl"; \
	for need in dig=dnsutils nsupdate=dnsutils nsd=nsd knotd=knot kdig=knot-dnsutils ldns-verify-zone=ldnsutils \
		named=bind9 named-checkzone=bind9-utils whois=whois dnsperf=dnsperf; do \
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
	echo "COULD NOT INSTALL:$$lacks; tests that need them are skipped"; \
	[ "$$CI" != true ]
