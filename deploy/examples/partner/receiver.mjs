// Receives Toono's events: `node receiver.mjs webhook` is posted to, `node receiver.mjs feed` pulls. Node 18, nothing else.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const { TOONO_SECRET = "", TOONO_URL, TOONO_SUBSCRIPTION, TOONO_TOKEN, PORT = 8000 } = process.env;
const FINAL = [401, 403, 404, 410]; // answers that do not change by waiting; after 410 take a snapshot

// Keeps an event in a file of its own, unless it came before. Your system does this in the transaction in which it uses the event.
function keep(event) {
  const name = `events/${createHash("sha256").update(event.id).digest("hex")}`;
  mkdirSync("events", { recursive: true });
  writeFileSync(`${name}.${process.pid}`, JSON.stringify(event));
  try {
    linkSync(`${name}.${process.pid}`, name); // all of it or nothing, and only once
    console.log(event.type, event.id);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(`${name}.${process.pid}`);
  }
}

// Whether one of the signatures is by our secret, and fresh.
function isSigned(headers, body) {
  const [id, at, signatures] = ["id", "timestamp", "signature"].map((name) => headers[`webhook-${name}`] ?? "");
  const key = Buffer.from(TOONO_SECRET.replace(/^whsec_/, ""), "base64");
  const wanted = Buffer.from(`v1,${createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest("base64")}`);
  const fits = (one) => one.length === wanted.length && timingSafeEqual(one, wanted);
  return /^\d+$/.test(at) && Math.abs(Date.now() / 1000 - at) <= 300 && signatures.split(" ").some((one) => fits(Buffer.from(one)));
}

async function receive(request, response) {
  const body = Buffer.concat(await request.toArray());
  const event = isSigned(request.headers, body) ? JSON.parse(body) : null;
  if (event && !("challenge" in event.data)) keep(event); // before the answer: what is answered with 2xx is not sent again
  response.writeHead(event ? 200 : 401).end(JSON.stringify({ challenge: event?.data.challenge }));
}

async function ask(method, path, body) {
  const headers = { Authorization: `Bearer ${TOONO_TOKEN}`, "Content-Type": "application/json" };
  const answer = await fetch(`${TOONO_URL}/v1/subscriptions/${TOONO_SUBSCRIPTION}/${path}`, { method, headers, body });
  if (!answer.ok) throw Object.assign(new Error(await answer.text()), { status: answer.status });
  return answer.json();
}

async function pull() {
  const { items, next } = await ask("GET", "events?limit=500&wait=20"); // after the committed cursor
  items.forEach(keep);
  await ask("PUT", "cursor", JSON.stringify({ cursor: next })); // after a crash before this line the page comes again, and is known
}

if (process.argv[2] === "webhook") {
  createServer((request, response) => receive(request, response).catch(() => response.destroy())).listen(PORT, "127.0.0.1");
}
while (process.argv[2] === "feed") {
  await pull().catch((error) => { if (FINAL.includes(error.status)) throw error; return sleep(5000); });
}
