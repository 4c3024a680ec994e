// Sends events as Stripe does, signed by Stripe's own library. Arguments: the endpoint's secret.
// Standard input: one JSON line per delivery, {"url", "event"}. Standard output: one line per delivery, {"status", "body"}; status 0 for no answer.
import readline from "node:readline";
import Stripe from "stripe";

const secret = process.argv[2];
const stripe = new Stripe("sk_test_unused");

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { url, event } = JSON.parse(line);
  // Stripe writes its bodies with blanks and line ends; they are part of what is signed.
  const payload = JSON.stringify(event, null, 2);
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8", "Stripe-Signature": stripe.webhooks.generateTestHeaderString({ payload, secret }) },
      body: payload,
    });
    process.stdout.write(JSON.stringify({ status: answer.status, body: await answer.text() }) + "\n");
  } catch (e) {
    process.stdout.write(JSON.stringify({ status: 0, body: String(e) }) + "\n");
  }
}
