// What a person does on a campaign's own page: saves a file, shares the page, tries a scenario, taps an answer.
// Without it the answers are plain forms, and files and stories open all the same.

import { report } from "./count.js";

function thank(form) {
  form.querySelector("fieldset").hidden = true;
  form.classList.add("is-told");
  form.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-outtake]");
  if (!form || !report(event.submitter.value, { once: form })) return; // Who objects is thanked by the server, which counts nothing.
  event.preventDefault();
  thank(form);
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-download]")) report("download");
});

// The first outcome that is opened: a story has no other end.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.open && target.closest("[data-scenario]")) report("finish");
  },
  true,
);

const share = document.querySelector("[data-share]");
const address = location.origin + location.pathname; // Without the code of whoever sent this visitor.

async function pass() {
  if (navigator.share) {
    await navigator.share({ title: document.title, url: address });
  } else {
    await navigator.clipboard.writeText(address);
    share.querySelector("[role=status]").textContent = share.dataset.copied;
  }
  report("share");
}

if (navigator.share || navigator.clipboard) {
  share.hidden = false;
  // Nothing happens where the person changes their mind.
  share.querySelector("button").addEventListener("click", () => pass().catch(() => {}));
}
