// Shows the OpenAPI document of this installation, and sends requests to it. The token never leaves this page's memory.
import { copy, filter, openNamed } from "./page.js";
import { clone, make, prose, resolver, tree, typeOf } from "./schema.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
const SHOWN_HEADERS = ["content-type", "etag", "location", "link", "retry-after", "correlation-id"];
const byId = (id) => document.getElementById(id);
const status = byId("status");
let spec, resolve, base;

// A fresh Idempotency-Key, a random UUID. (crypto.randomUUID is not there on a page that came over plain HTTP.)
const hex = (count) => [...crypto.getRandomValues(new Uint8Array(count))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const freshKey = () => `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-a${hex(2).slice(1)}-${hex(6)}`;

function operations() {
  return Object.entries(spec.paths ?? {}).flatMap(([path, item]) => METHODS.filter((method) => item[method]).map((method) => ({
    id: `${method}${path.replace(/\W+/g, "-")}`, ...item[method], path, method,
    tag: item[method].tags?.[0] ?? "API",
    parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolve),
  })));
}

function show() {
  byId("title").textContent = spec.info.title;
  byId("version").textContent = `${spec.info.version} · OpenAPI ${spec.openapi}`;
  byId("description").append(...prose(spec.info.description));
  const all = operations();
  const tags = new Set([...(spec.tags ?? []).map(({ name }) => name), ...all.map(({ tag }) => tag)]);
  for (const tag of tags) showGroup(tag, all.filter((one) => one.tag === tag));
  status.textContent = "";
  openNamed();
}

function showGroup(tag, members) {
  if (!members.length) return;
  const about = prose(spec.tags?.find(({ name }) => name === tag)?.description);
  const section = make("section", make("h2", tag), make("p", ...about), ...members.map(showOperation));
  section.id = `service-${tag}`;
  byId("operations").append(section);
  byId("services").append(Object.assign(make("a", `${tag} (${members.length})`), { href: `#${section.id}` }));
}

function showOperation(operation) {
  const { id, operationId = id, method, path, summary, description } = operation;
  const texts = { ".method": method.toUpperCase(), ".path": path, ".summary": summary, ".inside > .about": description };
  const shown = clone("operation", texts);
  shown.querySelector(".method").classList.add(method);
  shown.id = operationId;
  shown.dataset.words = [method, path, operationId, summary].join(" ").toLowerCase();
  const needed = operation.security ?? spec.security ?? []; // any one of them will do, and an empty one asks for nothing
  shown.querySelector(".public").hidden = needed.length > 0 && needed.every((one) => Object.keys(one).length);
  shown.addEventListener("toggle", () => fill(shown, operation), { once: true });
  return shown;
}

function fill(shown, operation) {
  const form = shown.querySelector("form");
  const parameters = form.querySelector(".parameters");
  parameters.append(...operation.parameters.map(showParameter));
  parameters.hidden = !operation.parameters.length;
  showBody(form.querySelector(".body"), resolve(operation.requestBody));
  shown.querySelector(".responses").append(...Object.entries(operation.responses ?? {}).map(showResponse));
  const refresh = () => { form.querySelector(".curl").textContent = curl(requestOf(form, operation)); };
  for (const source of [form, byId("token")]) source.addEventListener("input", refresh);
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form, operation).finally(refresh); });
  form.querySelector(".copy").addEventListener("click", ({ target }) => copy(target, form.querySelector(".curl")));
  refresh();
}

const isKey = (input) => input.dataset.name.toLowerCase() === "idempotency-key";

function showParameter(parameter) {
  const type = `${parameter.in} · ${typeOf(parameter.schema ?? {}, resolve)}`;
  const shown = clone("parameter", { code: parameter.name, ".type": type, ".about": parameter.description });
  const input = shown.querySelector("input");
  shown.querySelector("em").hidden = !parameter.required;
  Object.assign(input.dataset, { name: parameter.name, in: parameter.in });
  const example = isKey(input) ? freshKey() : parameter.example ?? parameter.schema?.example ?? "";
  Object.assign(input, parameter.required ? { required: true, value: example } : { placeholder: example });
  return shown;
}

function contentOf(part) {
  const [type, content] = Object.entries(part.content ?? {})[0] ?? [];
  const example = content?.example ?? resolve(Object.values(content?.examples ?? {})[0]).value;
  return { type, schema: content?.schema ?? {}, example };
}

function showBody(shown, body) {
  const { type, schema, example = resolve(schema).example ?? "" } = contentOf(body);
  if (!type) return;
  const text = typeof example === "string" ? example : JSON.stringify(example, null, 2);
  shown.hidden = false;
  shown.dataset.type = type;
  shown.querySelector(".schema").append(tree(schema, resolve));
  Object.assign(shown.querySelector("textarea"), { value: text, rows: Math.min(Math.max(text.split("\n").length, 2), 20) });
}

const codeOf = (text) => Object.assign(make("b", text), { className: `code-${text[0]}` });

function showResponse([code, part]) {
  const response = resolve(part);
  const { type, schema } = contentOf(response);
  const shown = make("details", make("summary", codeOf(code), " ", ...prose(response.description), " ", make("small", type ?? "")));
  shown.addEventListener("toggle", () => shown.append(tree(schema, resolve)), { once: true });
  return shown;
}

function requestOf(form, operation) {
  const inputs = [...form.querySelectorAll(".parameter input")];
  const filled = inputs.filter(({ value }) => value).map(({ dataset, value }) => [dataset.in, dataset.name, value]);
  const placed = (place) => filled.filter(([at]) => at === place).map(([, ...pair]) => pair);
  const path = placed("path").reduce((at, [name, value]) => at.replaceAll(`{${name}}`, encodeURIComponent(value)), operation.path);
  const query = new URLSearchParams(placed("query")).toString();
  const headers = Object.fromEntries(placed("header"));
  const { hidden, dataset } = form.querySelector(".body");
  if (!hidden) headers["Content-Type"] = dataset.type;
  const url = `${location.origin}${base}${path}${query && `?${query}`}`;
  return { url, method: operation.method.toUpperCase(), headers, body: hidden ? undefined : form.elements.body.value };
}

function curl({ url, method, headers, body }) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const token = byId("token").value ? ['-H "Authorization: Bearer $TOKEN"'] : []; // so that a copied line gives nothing away
  const told = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const sent = body === undefined ? [] : [`--data-raw ${quoted(body)}`];
  return [`curl -X ${method} ${quoted(url)}`, ...token, ...told, ...sent].join(" \\\n  ");
}

async function send(form, operation) {
  const shown = form.querySelector(".answer");
  const { url, ...request } = requestOf(form, operation);
  if (byId("token").value) request.headers.Authorization = `Bearer ${byId("token").value.trim()}`;
  request.headers["Accept-Language"] = document.documentElement.lang;
  const started = performance.now();
  try {
    const response = await fetch(url, request);
    showAnswer(shown, response, await response.text(), Math.round(performance.now() - started));
    if (response.ok) for (const input of form.querySelectorAll(".parameter input")) if (isKey(input)) input.value = freshKey();
  } catch {
    shown.textContent = shown.dataset.unreachable;
  }
}

function showAnswer(shown, response, text, duration) {
  const headers = [...response.headers].filter(([name]) => SHOWN_HEADERS.includes(name)).map((pair) => pair.join(": "));
  const body = response.headers.get("content-type")?.includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  const box = Object.assign(make("pre", [...headers, "", body].join("\n")), { tabIndex: 0 });
  shown.replaceChildren(make("h3", `${shown.dataset.label} `, codeOf(`${response.status} ${response.statusText}`), ` ${duration} ms`), box);
}

try {
  const answer = await fetch("openapi.json", { headers: { "Accept-Language": document.documentElement.lang } });
  spec = await answer.json();
  resolve = resolver(spec);
  base = new URL(spec.servers?.[0]?.url ?? ".", location.href).pathname.replace(/\/$/, "");
  show();
  byId("filter").addEventListener("input", filter);
  addEventListener("hashchange", openNamed);
} catch {
  status.textContent = status.dataset.failed;
}
