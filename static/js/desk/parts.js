// Sends a pair's form and puts the parts of the answer in their places. What is right or wrong, the server says.

const turns = new WeakMap(); // One request of a pair after the other: no answer overtakes another.
const known = new WeakMap(); // What stood in a pair's box when the server last heard of it.
const PARTS = ["head", "verdict", "signs", "acts", "aids"];
const SPENDS = { comment: "comment", send_back: "reason", unsafe: "reason" }; // Acts, and the line that they hand in.
const LOGGED_OUT = "Not kept: you are logged out. Copy your words, then log in in another tab and try again.";
const AWAY = "Not kept yet: there is no connection. Your words are in the box, and it will be tried again.";

export const boxOf = (pair) => pair.querySelector("textarea");
export const isDirty = (pair) => boxOf(pair).value !== (known.get(pair) ?? boxOf(pair).defaultValue);

/** Press a button of a pair. Resolves to whether it did what it says. */
export const press = (pair, act) => inTurn(pair, () => post(pair, act));

/** Hand over what is typed while the page goes away. */
export function handOver(pair) {
  fetch(pair.querySelector("form").action, { ...request(pair, "keep"), keepalive: true });
}

/** Show what the memory, the glossary and people say of a pair. */
export function open(pair) {
  if (pair.hasAttribute("data-open")) return;
  pair.setAttribute("data-open", "");
  inTurn(pair, () => show(pair));
}

function inTurn(pair, ask) {
  turns.set(pair, (turns.get(pair) ?? Promise.resolve()).then(ask));
  return turns.get(pair);
}

async function show(pair) {
  try {
    const answer = await fetch(pair.querySelector("[data-aids]").href, { headers: { "X-Part": "1" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const parts = parse(await answer.text());
    if (isDirty(pair)) place(pair, parts, ["aids"]);
    else settle(pair, parts, boxOf(pair).value, PARTS);
  } catch {
    pair.removeAttribute("data-open");
  }
}

function request(pair, act) {
  const body = new FormData(pair.querySelector("form"));
  body.set("do", act);
  // Who logged in again in another tab has a new token, and the form the old one.
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) body.set("csrfmiddlewaretoken", token);
  return { method: "POST", body, headers: { "X-Part": "1" } };
}

async function post(pair, act) {
  const sent = boxOf(pair).value;
  pair.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(pair.querySelector("form").action, request(pair, act));
    if (answer.redirected || answer.status === 403) return tell(pair, LOGGED_OUT);
    if (answer.status === 410) return gone(await answer.text());
    if (answer.status >= 500) return tell(pair, AWAY);
    known.set(pair, sent);
    const names = act === "keep" ? ["head", "verdict"] : PARTS;
    settle(pair, parse(await answer.text()), sent, names, answer.ok ? act : "keep");
    document.dispatchEvent(new CustomEvent("desk:heard", { detail: { pair, act } }));
    return answer.ok;
  } catch {
    return tell(pair, AWAY);
  } finally {
    pair.removeAttribute("aria-busy");
  }
}

/** Bring a pair in line with the server; words typed since are never touched. */
function settle(pair, parts, sent, names, act = "") {
  const head = parts.querySelector("[data-part=head]");
  const box = boxOf(pair);
  if (box.value === sent && (act === "discard" || !head.hasAttribute("data-unfinished"))) {
    if (box.value !== head.dataset.typed) box.value = head.dataset.typed;
    known.set(pair, box.value);
  }
  pair.dataset.state = head.dataset.state;
  place(pair, parts, names, act);
}

function place(pair, parts, names, act = "") {
  const focused = document.activeElement;
  const half = [...pair.querySelectorAll("[name=comment], [name=reason]")]
    .filter((field) => field.value && field.name !== SPENDS[act])
    .map((field) => [field.name, field.value]);
  for (const name of names) {
    const here = pair.querySelector(`[data-part=${name}]`);
    here.replaceChildren(...parts.querySelector(`[data-part=${name}]`).childNodes);
  }
  for (const [name, value] of half) {
    const field = pair.querySelector(`[name=${name}]`);
    if (field && !field.value) field.value = value;
  }
  if (focused?.isConnected === false) {
    const same = focused.id ? document.getElementById(focused.id) : pair.querySelector(`[value="${focused.value}"]`);
    (same ?? boxOf(pair)).focus();
  }
}

function tell(pair, words) {
  const line = document.createElement("p");
  line.className = "unsaved";
  line.textContent = words;
  pair.querySelector("[data-part=verdict]").replaceChildren(line);
  return false;
}

function gone(html) {
  const strays = document.querySelector("[data-strays]");
  strays.innerHTML = html;
  strays.scrollIntoView({ block: "center" });
  return false;
}

const parse = (html) => new DOMParser().parseFromString(html, "text/html");
