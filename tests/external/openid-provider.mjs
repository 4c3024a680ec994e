// An OpenID provider as others wrote it. Argument: where it may send people back to. Standard output: its address, one JSON line.
// Whoever types a name at its form is that person: NAME@studio.example, verified unless the name is "mallory".
import http from "node:http";
import readline from "node:readline";
import { Provider } from "oidc-provider";

const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "cglicense", client_secret: "a-client-secret: 50% & more+", redirect_uris: [process.argv[2]] }],
    pkce: { required: () => true, methods: ["S256"] },
    cookies: { keys: ["a key of the tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], groups: ["groups"] },
    scopes: ["openid", "groups"],
    findAccount: (_, name) => ({
      accountId: name,
      claims: () => ({
        sub: name, email: `${name}@studio.example`, email_verified: name !== "mallory", groups: name === "ben" ? ["staff", "studio-one"] : ["staff"],
      }),
    }),
  });
  server.on("request", provider.callback());
  process.stdout.write(JSON.stringify({ issuer }) + "\n");
});
readline.createInterface({ input: process.stdin }).on("close", () => process.exit(0));
