// A creator's web server that believes nothing but the public Standard Webhooks library.
// Standard input: one secret per line, the last one counts. Standard output: one JSON line per webhook.
import http from "node:http";
import readline from "node:readline";
import { Webhook } from "standardwebhooks";

let webhook;
readline.createInterface({ input: process.stdin })
  .on("line", (secret) => { webhook = new Webhook(secret); say({ secret: true }); })
  .on("close", () => process.exit(0));

const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

const server = http.createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (part) => { body += part; });
  request.on("end", () => {
    try {
      const message = webhook.verify(body, request.headers);
      say({ verified: true, id: request.headers["webhook-id"], type: message.type, licenseKey: message.data.license?.key });
      response.writeHead(204).end();
    } catch (e) {
      say({ verified: false, why: String(e), body });
      response.writeHead(400).end();
    }
  });
});
server.listen(0, "127.0.0.1", () => say({ listening: server.address().port }));
