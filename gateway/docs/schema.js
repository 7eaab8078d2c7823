// JSON Schema as OpenAPI 3.1 uses it: what it says in a line, and as a tree that opens on demand.

// What OpenAPI writes in CommonMark; of that, only code is shown as such.
export const prose = (text) => (text ?? "").split("`").map((part, place) => (place % 2 ? make("code", part) : part));

// A copy of a template of the page, with texts for the parts that the selectors name.
export function clone(id, texts = {}) {
  const made = document.getElementById(id).content.firstElementChild.cloneNode(true);
  for (const [part, text] of Object.entries(texts)) made.querySelector(part).append(...prose(text));
  return made;
}

export function make(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

// Follows local references (RFC 6901); what stands beside a reference goes before what it refers to.
export function resolver(spec) {
  return function resolve(node) {
    for (let hops = 0; node?.$ref && hops < 20; hops++) {
      const { $ref, ...beside } = node;
      const steps = $ref.slice(2).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
      node = { ...steps.reduce((at, step) => at?.[step], spec), ...beside };
    }
    return node ?? {};
  };
}

const LIMITS = { minLength: "≥", maxLength: "≤", minimum: "≥", maximum: "≤", minItems: "≥", maxItems: "≤" };
const LONGEST_PATTERN = 60; // longer ones say nothing to a reader that the limits and the example do not
const choicesOf = (schema) => schema.oneOf ?? schema.anyOf ?? [];

// allOf is read as one object, which is what generators mean by it.
function flat(schema, resolve) {
  const whole = resolve(schema);
  return (whole.allOf ?? []).map((part) => flat(part, resolve)).reduce((sum, part) => ({
    ...part, ...sum,
    properties: { ...sum.properties, ...part.properties },
    required: [...(sum.required ?? []), ...(part.required ?? [])],
  }), whole);
}

export function typeOf(schema, resolve) {
  const one = flat(schema, resolve);
  const choices = choicesOf(one).map((choice) => typeOf(choice, resolve));
  const types = [one.type ?? (one.properties ? "object" : [])].flat().filter(() => !choices.length);
  const items = (one.prefixItems ?? (one.items ? [one.items] : [])).map((item) => typeOf(item, resolve)).join(", ");
  const named = types.map((type) => (type === "array" ? `[${items}]` : type));
  const pattern = one.pattern?.length > LONGEST_PATTERN ? "" : one.pattern;
  const limits = Object.keys(LIMITS).filter((key) => key in one).map((key) => `${LIMITS[key]} ${one[key]}`);
  return [[...choices, ...named].join(" | "), one.format ?? pattern, ...limits].filter(Boolean).join(" · ");
}

// What a schema holds inside: of an array its items, of a choice with null the other, of a map its values as "…".
function inner(schema, resolve) {
  const one = flat(schema, resolve);
  const choices = choicesOf(one).filter((choice) => resolve(choice).type !== "null");
  if (one.items) return inner(one.items, resolve);
  if (choices.length) return choices.length > 1 ? { choices } : inner(choices[0], resolve);
  if (one.properties) return one;
  return typeof one.additionalProperties === "object" ? { properties: { "…": one.additionalProperties } } : null;
}

function about(schema) {
  const values = schema.enum ?? schema.items?.enum ?? (schema.const === undefined ? [] : [schema.const]);
  const initial = schema.default === undefined ? "" : `= ${JSON.stringify(schema.default)}`;
  return [schema.description, values.map((value) => JSON.stringify(value)).join(", "), initial].filter(Boolean).join(" ");
}

export function tree(schema, resolve) {
  const { choices = [], properties = {}, required = [] } = inner(schema, resolve) ?? {};
  const either = choices.map((choice) => make("li", clone("one-of"), " ", typeOf(choice, resolve), tree(choice, resolve)));
  const rows = Object.entries(properties).map(([name, property]) => row(name, property, required.includes(name), resolve));
  return make("ul", ...either, ...rows);
}

function row(name, property, required, resolve) {
  const item = clone("property", { ".name": name, ".type": typeOf(property, resolve), ".about": about(flat(property, resolve)) });
  item.querySelector("em").hidden = !required;
  if (inner(property, resolve)) {
    const more = make("details", make("summary", ...item.childNodes));
    more.addEventListener("toggle", () => more.append(tree(property, resolve)), { once: true });
    item.replaceChildren(more);
  }
  return item;
}
