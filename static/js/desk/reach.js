// The reach report: copies its headline, and lets days of one's own choose themselves. Without it the sentence can be
// marked by hand, and days that are typed count all the same.

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // Offered on secure addresses alone.
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => (button.textContent = words), 2000);
  });
}

const period = document.querySelector("[data-period]");
for (const day of document.querySelectorAll("[data-own-day] input")) {
  day.addEventListener("change", () => (period.value = "days"));
}
period?.addEventListener("change", () => {
  if (period.value === "days") document.querySelector("[data-own-day] input").focus();
});
