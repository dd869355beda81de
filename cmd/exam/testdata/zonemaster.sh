# Serves a generic TLD from two name servers in a network namespace without any way out,
# and runs Zonemaster. Its argument is the program.
set -e
ip link set lo up
ip addr add 45.90.28.1/32 dev lo
ip addr add 193.0.14.5/32 dev lo
ip -6 addr add 2a07:a8c0::1/128 dev lo
ip -6 addr add 2001:7fd::5/128 dev lo
"$1" serve --config zonemaster.toml >serve.log 2>&1 &
server=$!
trap 'kill $server' EXIT
for i in 1 2 3 4 5 6 7 8 9 10; do
	dig @45.90.28.1 example SOA +short +tries=1 +time=1 | grep -q nic.example && break
	sleep 1
done
zonemaster-cli --raw --level WARNING --hints hints --ns ns1.nic.example/45.90.28.1 --ns ns2.nic.example/193.0.14.5 \
	--ns ns1.nic.example/2a07:a8c0::1 --ns ns2.nic.example/2001:7fd::5 example
