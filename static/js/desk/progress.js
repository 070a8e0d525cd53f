// Asks for the table of jobs again while there is work. Without this script, reloading the page does the same.

const table = document.querySelector("[data-progress]");
const every = 3000;

async function renew() {
  if (document.visibilityState === "visible" && !table.contains(document.activeElement)) {
    try {
      const answer = await fetch(table.dataset.progress, { credentials: "same-origin" });
      if (answer.ok) table.innerHTML = await answer.text();
    } catch {
      // Away for a moment: the next time will tell.
    }
  }
  if (table.querySelector("[data-under-way]")) setTimeout(renew, every);
}

if (table?.querySelector("[data-under-way]")) setTimeout(renew, every);
