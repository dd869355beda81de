# An independent client (Net::EPP) that does a registrar's work. Arguments: the port,
# the password, and the files of the certificate, its key and the CA certificate. It
# prints the result of every command.
use strict;
use warnings;
use Net::EPP::Simple;
use Net::EPP::Frame::Command::Poll::Req;
use Net::EPP::Frame::Command::Poll::Ack;

my ($port, $password, $cert, $key, $ca) = @ARGV;

sub said { printf("%-22s %d %s\n", $_[0], $Net::EPP::Simple::Code, $Net::EPP::Simple::Message) }

sub session {
	return Net::EPP::Simple->new(
		load_config => 0, host => 'localhost', port => $port, timeout => 20, reconnect => 0,
		user => 'best-names', pass => $_[0], cert => $cert, key => $key, verify => 1, ca_file => $ca,
	);
}

print "refused: ", (session('wrong password') ? 'no' : 'yes'), "\n";
said('login, wrong password');

my $epp = session($password) or die "login: $Net::EPP::Simple::Error";
said('login');

printf("free: %d\n", $epp->check_domain('a.example'));
my %contact = (
	id => 'outside-1', voice => '+39.0612345678', fax => '', email => 'alice@a.example', authInfo => 'x7Kq-9vRt-2mZp-Lw4s',
	postalInfo => {int => {name => 'Alice Example', org => 'A', addr => {
		street => ['1 Example Street'], city => 'Exampleville', sp => 'RM', pc => '00100', cc => 'IT'}}},
);
print "contact: ", $epp->create_contact(\%contact), "\n";
said('create contact');
print "domain: ", $epp->create_domain({
	name => 'a.example', period => 2, registrant => 'outside-1', authInfo => 'x7Kq-9vRt-2mZp-Lw4s',
	contacts => {admin => 'outside-1', tech => 'outside-1'}, ns => [],
}), "\n";
said('create domain');
print "host: ", $epp->create_host({name => 'ns1.a.example', addrs => [{ip => '192.0.2.1', version => 'v4'}]}), "\n";
said('create host');
printf("free: %d\n", $epp->check_domain('a.example'));

my $info = $epp->domain_info('a.example');
said('info');
printf("%s of %s, registrant %s, until %s, hosts %s\n", $info->{name}, $info->{clID}, $info->{registrant}, $info->{exDate}, join(' ', @{$info->{hosts} || []}));
print "renewed: ", $epp->renew_domain({name => 'a.example', cur_exp_date => substr($info->{exDate}, 0, 10), period => 1}) ? "yes" : "no", "\n";
said('renew');
$epp->domain_info('not-there.example');
said('info of nothing');

# The library writes add, rem and chg in every update, empty or not.
sub done { printf("%-22s %s\n", $_[0], $_[1] ? "yes" : "no"); said($_[0]) }

done('add name server', $epp->update_domain({name => 'a.example', add => {ns => ['ns1.a.example'], status => ['clientHold']}}));
done('change domain', $epp->update_domain({name => 'a.example', rem => {status => ['clientHold']}, chg => {authInfo => 'w4Tz-8mKc-5bXn-Qp2h'}}));
done('change nothing', $epp->update_domain({name => 'a.example', add => {}, rem => {}, chg => {}}));
done('add host address', $epp->update_host({name => 'ns1.a.example', add => {addrs => [{ip => '2001:db8::1', version => 'v6'}], status => ['clientDeleteProhibited']}}));
done('remove host address', $epp->update_host({name => 'ns1.a.example', rem => {addrs => [{ip => '192.0.2.1', version => 'v4'}], status => ['clientDeleteProhibited']}}));
done('rename host', $epp->update_host({name => 'ns1.a.example', chg => {name => 'ns2.a.example'}}));
done('add contact status', $epp->update_contact({id => 'outside-1', add => {status => ['clientDeleteProhibited']}}));
done('change contact', $epp->update_contact({id => 'outside-1', rem => {status => ['clientDeleteProhibited']}, chg => {
	postalInfo => {int => {name => 'Alice Example', org => 'B', addr => {
		street => ['2 Example Street'], city => 'Exampleville', sp => 'RM', pc => '00100', cc => 'IT'}}},
}}));
$info = $epp->domain_info('a.example');
printf("%s of %s, hosts %s, %s\n", $info->{name}, $info->{clID}, join(' ', @{$info->{ns} || []}), join(' ', @{$info->{status} || []}));
my $host = $epp->host_info('ns2.a.example');
printf("%s: %s\n", $host->{name}, join(' ', map { $_->{addr} } @{$host->{addrs} || []}));
printf("org: %s\n", $epp->contact_info('outside-1')->{postalInfo}->{int}->{org});

done('remove name server', $epp->update_domain({name => 'a.example', rem => {ns => ['ns2.a.example']}}));
done('delete host', $epp->delete_host('ns2.a.example'));
done('delete domain', $epp->delete_domain('a.example'));

my $poll = $epp->request(Net::EPP::Frame::Command::Poll::Req->new);
printf("poll: %d, %s\n", $epp->_get_response_code($poll), ($poll->getElementsByTagName('msgQ'))[0]->getElementsByTagName('msg')->[0]->textContent);
my $ack = Net::EPP::Frame::Command::Poll::Ack->new;
$ack->setMsgID(($poll->getElementsByTagName('msgQ'))[0]->getAttribute('id'));
printf("acknowledged: %d\n", $epp->_get_response_code($epp->request($ack)));

$epp->logout;
print "goodbye\n";
