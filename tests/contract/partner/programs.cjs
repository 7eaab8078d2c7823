// What programs in JavaScript that are not ours make of what a partner gets: `node programs.cjs WHAT`, JSON in, JSON out.
const { Parser } = require("@asyncapi/parser");
const Ajv = require("ajv");
const Ajv2020 = require("ajv/dist/2020");
const addFormats = require("ajv-formats");
const { HTTP } = require("cloudevents");
const { Webhook } = require("standardwebhooks");

const ERROR = 0; // of diagnostics' severities

// A document of events → how many messages it has, and what is wrong with it.
async function asyncapi(told) {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(told));
  const faults = diagnostics.filter(({ severity }) => severity === ERROR).map(({ message, path }) => `${path.join(".")}: ${message}`);
  return { version: document?.version(), messages: document?.allMessages().length ?? 0, faults };
}

// Pairs of a JSON Schema and values → what each value breaks.
function schemas({ draft, pairs }) {
  const ajv = addFormats(new (draft === 7 ? Ajv : Ajv2020)({ strict: false, allErrors: true }));
  return pairs.map(([schema, values]) => values.map((value) => (ajv.validate(schema, value) ? [] : ajv.errorsText().split(", "))));
}

// Requests that bring an event → the event as the SDK reads it, after it has checked it.
function events(requests) {
  return requests.map(({ headers, body }) => {
    const event = HTTP.toEvent({ headers, body });
    event.validate();
    return event.toJSON();
  });
}

// A secret and requests → whether each is signed by it.
function signatures({ secret, requests }) {
  const webhook = new Webhook(secret);
  const isSigned = ({ headers, body }) => { try { webhook.verify(body, headers); return true; } catch { return false; } };
  return requests.map(isSigned);
}

// A secret, an id, seconds and a body → the signature.
const sign = ({ secret, id, at, body }) => new Webhook(secret).sign(id, new Date(at * 1000), body);

async function main(what) {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const answer = await { asyncapi, schemas, events, signatures, sign }[what](JSON.parse(Buffer.concat(chunks)));
  process.stdout.write(JSON.stringify(answer));
}

main(process.argv[2]);
