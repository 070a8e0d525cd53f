// The link desk: copies an address, and shows the poster that is chosen. Without it addresses can be marked by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // Offered on secure addresses alone.
  button.hidden = false;
  const words = button.firstChild;
  const before = words.data;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.data = "Copied";
    } catch {
      words.data = "Not allowed";
    }
    setTimeout(() => (words.data = before), 2000);
  });
}

const poster = document.querySelector("[data-poster]");
poster?.addEventListener("change", () => poster.requestSubmit(poster.querySelector("button:not([formaction])")));
