// Keeps what the user of a reviewer link types while they type, and hands in without a new page.
// Nothing is kept on the device. Without this script the form of each part does the same.

const PAUSE = 1000; // Milliseconds without a key before what was typed is kept.
const AGAIN = 5000; // Milliseconds before another try.

const page = document.querySelector("[data-review]");
const words = page.dataset;
const left = page.querySelector("[data-left]");
const next = page.querySelector("[data-next]");
const timers = new Map(); // Of the forms whose words are not kept yet.
let turn = Promise.resolve(); // One request after the other: the last word wins.

for (const note of document.querySelectorAll("[data-autosaves]")) note.hidden = false;
for (const button of page.querySelectorAll("[data-by-hand]")) button.hidden = true;

function say(form, text, isProblem = false) {
  const place = form.querySelector("[data-said]");
  place.textContent = text;
  place.classList.toggle("has-problem", isProblem);
}

function post(form, more, atOnce = false) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  // As a page is left, nothing can be waited for.
  const send = () => fetch(location.pathname, { method: "POST", body, keepalive: body.toString().length < 60000 });
  if (atOnce) return send();
  turn = turn.then(send, send);
  return turn;
}

const typed = (form) => new URLSearchParams(new FormData(form)).toString();

function showLeft(answer) {
  const number = answer.headers.get("X-Left");
  if (number === null) return;
  const total = page.querySelectorAll("[data-line]").length;
  left.textContent = number === "0" ? words.done : `${number} of ${total} ${words.leftWords}`;
  next.hidden = number === "0";
}

// Typing

async function keep(form, atOnce) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const answer = await post(form, { typing: "1" }, atOnce).catch(() => null);
  if (timers.has(form)) return; // They type on.
  if (answer?.ok) {
    showLeft(answer);
    say(form, words.kept);
    const stamps = form.querySelectorAll("[data-stamp]");
    if (stamps.length) form.closest("[data-line]").classList.toggle("is-answered", [...stamps].some((stamp) => stamp.checked));
  } else if (answer?.status === 404) {
    say(form, words.closed, true);
  } else {
    say(form, words.failed, true);
    wait(form, AGAIN);
  }
}

function wait(form, pause) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(keep, pause, form));
}

function keepAll() {
  for (const form of [...timers.keys()]) keep(form, true);
}

page.addEventListener("input", ({ target }) => {
  if (target.matches("[data-typed], [data-stamp]")) wait(target.form, target.matches("[data-stamp]") ? 0 : PAUSE);
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keepAll();
});
addEventListener("pagehide", keepAll);
document.addEventListener("leave", keepAll);

// Handing in

page.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  clearTimeout(timers.get(form));
  timers.delete(form);
  say(form, words.sending);
  const sent = typed(form);
  const answer = await post(form, { part: "1", verdict: event.submitter?.value ?? "" }).catch(() => null);
  if (!answer?.ok) {
    say(form, answer?.status === 404 ? words.closed : words.failed, true);
    if (answer?.status !== 404) wait(form, AGAIN);
    return;
  }
  const fresh = document.createRange().createContextualFragment(await answer.text());
  const said = fresh.querySelector("[data-said]");
  showLeft(answer);
  // Who typed on meanwhile keeps their words, which are on their way or handed over next.
  if (timers.has(form) || typed(form) !== sent) return say(form, said.textContent, said.classList.contains("has-problem"));
  form.closest("[data-line]").replaceWith(fresh);
  said.focus({ preventScroll: true });
});

next.addEventListener("click", (event) => {
  const lines = [...page.querySelectorAll("[data-line]:not(.is-answered)")];
  // The first that begins below the strip at the top; else the first of all.
  const below = lines.find((line) => line.getBoundingClientRect().top > 80) ?? lines[0];
  if (!below) return;
  event.preventDefault();
  below.scrollIntoView();
  below.querySelector("button, input:not([type=hidden])").focus({ preventScroll: true });
});
