// Shows the AsyncAPI document of this installation: every type of event, with its members and an example.
import { copy, filter, openNamed } from "./page.js";
import { clone, make, resolver, tree } from "./schema.js";

const PERSONS = "person-level";
const byId = (id) => document.getElementById(id);
const status = byId("status");

function show(spec) {
  const resolve = resolver(spec);
  byId("version").textContent = `${spec.info.version} · AsyncAPI ${spec.asyncapi}`;
  const messages = Object.values(spec.components.messages);
  const kindOf = ({ name }) => name.split(".").slice(1, 3).join(" · ");
  for (const kind of new Set(messages.map(kindOf))) showKind(kind, messages.filter((one) => kindOf(one) === kind), resolve);
  status.textContent = "";
}

function showKind(kind, messages, resolve) {
  const section = make("section", make("h2", kind), ...messages.map((message) => showEvent(message, resolve)));
  section.id = `kind-${kind.replaceAll(" · ", "-")}`;
  byId("operations").append(section);
  byId("services").append(Object.assign(make("a", `${kind} (${messages.length})`), { href: `#${section.id}` }));
}

function showEvent(message, resolve) {
  const { name, title, description, tags, payload, examples } = message;
  const tellsOfPersons = tags.some((tag) => tag.name === PERSONS); // said in the page's language
  const shown = clone("event", { ".path": name, ".summary": title, ".meaning": tellsOfPersons ? "" : description });
  for (const part of shown.querySelectorAll("summary em, .persons")) part.hidden = !tellsOfPersons;
  shown.id = name;
  shown.dataset.words = [name, title, tellsOfPersons ? shown.querySelector("em").textContent : ""].join(" ").toLowerCase();
  const example = examples[0].payload;
  const schema = shown.querySelector("a.schema");
  if (example.dataschema) schema.href = new URL(example.dataschema).pathname.slice(1);
  else schema.parentElement.hidden = true;
  shown.addEventListener("toggle", () => {
    shown.querySelector(".members").append(tree(payload, resolve));
    shown.querySelector(".json").textContent = JSON.stringify(example, null, 2);
  }, { once: true });
  shown.querySelector(".copy").addEventListener("click", ({ target }) => copy(target, shown.querySelector(".json")));
  return shown;
}

try {
  const answer = await fetch("asyncapi.json");
  show(await answer.json());
  byId("filter").addEventListener("input", filter);
  addEventListener("hashchange", openNamed);
  openNamed();
} catch {
  status.textContent = status.dataset.failed;
}
