"""Calls the five dialects of a demo with clients that openapi-python-client generated.
Its arguments are the base URL and the credentials, as JSON."""
import base64, importlib, json, sys

base, c = sys.argv[1], json.loads(sys.argv[2])


def client(dialect, prefix, token=None, scheme="Bearer", **args):
    package = importlib.import_module(dialect)
    if token is None:
        return package.Client(base_url=base + prefix, **args)
    return package.AuthenticatedClient(base_url=base + prefix, token=token, prefix=scheme)


def call(dialect, operation, **args):
    return importlib.import_module(f"{dialect}.api.{operation}").sync_detailed(**args)


def basic(user, password):
    return base64.b64encode(f"{user}:{password}".encode()).decode()


from kifdom.models import Credentials
from registrant.models import Identity

login = call("kifdom", "authentication.post_auth_login", client=client("kifdom", "/api/v1"),
             body=Credentials(email=c["kifdom"][0]["email"], password=c["kifdom"][0]["password"]))
names = call("kifdom", "domain_names.get_domains", client=client("kifdom", "/api/v1", login.parsed.access_token))
print("kifdom:", int(names.status_code), len(names.parsed.data))

scopes = call("altravia", "tokens.list_scopes",
              client=client("altravia", "", basic(c["altravia"][0]["email"], c["altravia"][0]["apikey"]), "Basic"))
print("altravia:", int(scopes.status_code), scopes.parsed.success)

params = {"email": c["freenom"][0]["email"], "password": c["freenom"][0]["password"]}
owned = call("freenom", "domains.get_domain_list", client=client("freenom", "/v2", httpx_args={"params": params}))
print("freenom:", owned.parsed.status)
importlib.import_module("freenom.api.domains.post_domain_register")

domains = call("repp", "domains.list_domains",
               client=client("repp", "/repp/v1", basic(c["repp"][0]["username"], c["repp"][0]["password"]), "Basic"))
print("repp:", int(domains.status_code), domains.parsed.code)

token = call("registrant", "session.post_auth_eid", client=client("registrant", "/api/v1/registrant"),
             body=Identity(ident="37605030299", first_name="Mari", last_name="Maasikas"))
own = call("registrant", "domains.get_domains", client=client("registrant", "/api/v1/registrant", token.parsed.access_token))
print("registrant:", int(own.status_code), len(own.parsed) > 0)
