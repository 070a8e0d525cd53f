// Copies the address of a new reviewer link. Without this script it is selected and copied by hand.

const field = document.querySelector("[data-copy-from]");
const button = document.querySelector("[data-copy]");
const status = document.querySelector("[data-copied]");

button.hidden = false;
field.addEventListener("focus", () => field.select());
button.addEventListener("click", async () => {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = "Copied.";
  } catch {
    status.textContent = "Press Ctrl and C to copy.";
  }
});
