// Leaving fast: covers the page at once and puts a neutral one in its place.
// Without this script the same link leaves as any link does.

const PRESSES = 3;
const PATIENCE = 5000; // Milliseconds between two presses of Shift.

const links = document.querySelectorAll("[data-exit]");
const cover = document.querySelector("[data-leaving]");
const status = document.querySelector("[data-leave-status]");

let presses = 0;
let timer;
let shiftAlone = false;

function leave() {
  forget();
  // Said before the page goes, so that the exit can be counted without a wait.
  document.dispatchEvent(new Event("leave"));
  document.documentElement.classList.add("is-leaving");
  cover.hidden = false;
  cover.textContent = cover.dataset.leaving;
  // The page's own entry in the history is replaced; what came before it stays.
  location.replace(links[0].href);
}

function forget() {
  clearTimeout(timer);
  presses = 0;
}

function announce(text) {
  status.textContent = text;
}

function press() {
  clearTimeout(timer);
  presses += 1;
  if (presses === PRESSES) {
    leave();
    return;
  }
  announce(presses === 1 ? status.dataset.twoMore : status.dataset.oneMore);
  timer = setTimeout(() => {
    forget();
    announce(status.dataset.timedOut);
  }, PATIENCE);
}

function reveal() {
  forget();
  announce("");
  document.documentElement.classList.remove("is-leaving");
  cover.hidden = true;
  cover.textContent = "";
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}

// Shift counts when it is pressed and released by itself: Shift with a letter is writing.
document.addEventListener("keydown", (event) => {
  shiftAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!shiftAlone) forget();
});

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !shiftAlone) return;
  shiftAlone = false;
  press();
});

// A page that the browser kept comes back covered: uncover it.
addEventListener("pageshow", reveal);
