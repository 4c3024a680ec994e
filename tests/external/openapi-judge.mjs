// Reads {document, cases: [{name, schema, value, valid}]} and prints a line for whatever is not as it should be, then "judged N".
// The verdicts are other people's: the OpenAPI 3.1 meta-schema, and Ajv for JSON Schema 2020-12.
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { document, cases } = JSON.parse(text);

const verdict = await new Validator().validate(structuredClone(document));
if (!verdict.valid) console.log(`the document: ${JSON.stringify(verdict.errors)}`);

// An example with a member that its schema does not name is a mistake, although the API itself may grow.
// Stripe's events have members that are Stripe's to describe.
for (const [name, schema] of Object.entries(document.components.schemas)) schema.additionalProperties = name === "StripeWebhookRequest";
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
addFormats(ajv);
ajv.addSchema(document, 'document');
for (const { name, schema, value, valid } of cases) {
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  const judge = ajv.compile(absolute);
  if (judge(value) !== valid)
    console.log(`${name}: ${valid ? ajv.errorsText(judge.errors) : 'conforms, and must not'}: ${JSON.stringify(value).slice(0, 500)}`);
}
console.log(`judged ${cases.length}`);
