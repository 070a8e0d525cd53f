// Keeps what is typed as it is typed, and shows what the server's checks say of it.

import { boxOf, handOver, isDirty, press } from "./parts.js";

const PAUSE = 700; // Milliseconds without a key before words are handed over.
const AGAIN = 5000; // … and before that is tried again.

const timers = new WeakMap();

export function watch(pairs) {
  for (const pair of pairs) {
    boxOf(pair).addEventListener("input", () => {
      count(pair);
      later(pair, PAUSE);
    });
  }
  addEventListener("pagehide", () => pairs.filter(isDirty).forEach(handOver));
}

/** Tell the rest of the page that a script changed a box. */
export function put(pair, text) {
  const box = boxOf(pair);
  box.focus();
  box.select();
  // As if it were typed, so that the browser can undo it; where that is refused, it is set.
  if (!document.execCommand("insertText", false, text)) box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function later(pair, wait) {
  clearTimeout(timers.get(pair));
  timers.set(pair, setTimeout(() => hand(pair), wait));
}

async function hand(pair) {
  await press(pair, "keep");
  if (isDirty(pair)) later(pair, AGAIN);
}

function count(pair) {
  const line = pair.querySelector("[data-count]");
  line.textContent = `${[...boxOf(pair).value].length} characters, English ${line.dataset.english}`;
}
