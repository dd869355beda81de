// Calls the five dialects of a demo with openapi-fetch and the types that
// openapi-typescript generated. Its arguments are the base URL and the credentials, as JSON.
import createClient from "openapi-fetch";
import type { paths as Altravia } from "./altravia.js";
import type { paths as Freenom } from "./freenom.js";
import type { paths as Kifdom } from "./kifdom.js";
import type { paths as Registrant } from "./registrant.js";
import type { paths as Repp } from "./repp.js";

declare const process: { argv: string[] };
const base = process.argv[2]!;
const c = JSON.parse(process.argv[3]!);
const basic = (user: string, password: string) => ({ Authorization: "Basic " + btoa(user + ":" + password) });

const kifdom = createClient<Kifdom>({ baseUrl: base + "/api/v1" });
const login = await kifdom.POST("/auth/login", { body: { email: c.kifdom[0].email, password: c.kifdom[0].password } });
const names = await kifdom.GET("/domains", { headers: { Authorization: "Bearer " + login.data!.access_token } });
console.log("kifdom:", names.response.status, names.data!.data.length);

const altravia = createClient<Altravia>({ baseUrl: base });
const scopes = await altravia.GET("/scopes", { headers: basic(c.altravia[0].email, c.altravia[0].apikey) });
console.log("altravia:", scopes.response.status);

const freenom = createClient<Freenom>({ baseUrl: base + "/v2" });
const ping = await freenom.GET("/service/ping");
console.log("freenom:", (ping.data as { status: string }).status);

const repp = createClient<Repp>({ baseUrl: base + "/repp/v1" });
const domains = await repp.GET("/domains", { params: { query: { limit: 10 } }, headers: basic(c.repp[0].username, c.repp[0].password) });
console.log("repp:", domains.response.status, domains.data!.code);

const registrant = createClient<Registrant>({ baseUrl: base + "/api/v1/registrant" });
const token = await registrant.POST("/auth/eid", { body: { ident: "37605030299", first_name: "Mari", last_name: "Maasikas" } });
const own = await registrant.GET("/domains", { headers: { Authorization: "Bearer " + token.data!.access_token } });
console.log("registrant:", own.response.status);
