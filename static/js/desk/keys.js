// Keyboard shortcuts. The same acts have buttons; each key needs Ctrl, ⌘ or Alt, so none is in the way of typing.

import { put } from "./keeping.js";
import { boxOf, open } from "./parts.js";

const WAITS = ["todo", "outdated", "draft", "unsafe"];

export function listen(pairs, act) {
  const help = document.querySelector("[data-keys]");
  const button = document.querySelector("[data-show-keys]");
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
  addEventListener("keydown", (event) => {
    const pair = document.activeElement?.closest("[data-pair]");
    const does = find(event, pairs, pair, act, help);
    if (!does) return;
    event.preventDefault();
    does();
  });
}

function find(event, pairs, pair, act, help) {
  const { code, altKey, shiftKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && !altKey && pair) {
    if (code === "KeyS") return () => act(pair, "save");
    if (code === "Enter" && pair.querySelector("[value=approve]")) return () => act(pair, "approve");
  }
  if (!altKey || ctrl || shiftKey) return null;
  if (code === "Slash") return () => help.showModal();
  if (code === "KeyP") return () => document.querySelector("[data-toggle-preview]")?.click();
  if (code === "ArrowDown") return () => go(next(pairs, pair, 1));
  if (code === "ArrowUp") return () => go(next(pairs, pair, -1));
  if (code === "KeyJ") return () => go(waiting(pairs, pair));
  if (!pair) return null;
  if (code === "KeyB" && pair.querySelector("[value=back]")) return () => act(pair, "back");
  if (code === "Digit0") return () => put(pair, pair.querySelector(".english").textContent);
  const suggestion = pair.querySelectorAll(".suggestion [data-take]")[Number(code.replace("Digit", "")) - 1];
  return suggestion ? () => put(pair, suggestion.dataset.take) : null;
}

const next = (pairs, pair, step) => pairs[pairs.indexOf(pair) + step] ?? pair;

/** The next pair after this one that waits for a person; from the top where there is none below. */
export function waiting(pairs, pair) {
  const from = pairs.indexOf(pair) + 1;
  return [...pairs.slice(from), ...pairs.slice(0, from)].find((one) => WAITS.includes(one.dataset.state));
}

export function go(pair) {
  if (!pair) return;
  open(pair);
  boxOf(pair).focus();
  pair.scrollIntoView({ block: "center" });
}
