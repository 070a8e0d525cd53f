// The editor of translations. Every button works without this script; with it, the page stays where it is.

import { put, watch } from "./keeping.js";
import { go, listen, waiting } from "./keys.js";
import { boxOf, isDirty, open, press } from "./parts.js";
import { preview } from "./preview.js";

const pairs = [...document.querySelectorAll("[data-pair]")];

async function act(pair, name) {
  if (!(await press(pair, name))) return;
  if (name === "approve") go(waiting(pairs, pair));
}

document.addEventListener("submit", (event) => {
  const pair = event.target.closest("[data-pair]");
  if (!pair) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.dataset.take !== undefined) put(pair, button.dataset.take);
  else act(pair, enterMeans(pair) ?? button?.value ?? "save");
});

/** Enter in a line of the form means its own button. */
function enterMeans(pair) {
  const here = document.activeElement;
  return here?.name === "comment" && pair.contains(here) ? "comment" : null;
}

document.addEventListener("click", (event) => {
  const pair = event.target.closest("[data-pair]");
  const mark = event.target.closest("[data-opens]");
  if (mark) wrap(boxOf(pair), mark.dataset);
  if (event.target.closest("[data-aids]")) {
    event.preventDefault();
    open(pair);
  }
});

/** Put a pair of marks round what is selected. */
function wrap(box, { opens, closes }) {
  const words = box.value.slice(box.selectionStart, box.selectionEnd);
  box.setRangeText(opens + words + closes, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const pair of pairs) {
  boxOf(pair).addEventListener("focus", () => open(pair), { once: true });
}
addEventListener("beforeunload", (event) => {
  if (pairs.some((pair) => isDirty(pair) && pair.querySelector(".verdict .unsaved"))) event.preventDefault();
});

watch(pairs);
listen(pairs, act);
preview();
