// Says that a file is too large before it is sent. Without this script the server says it afterwards.

const form = document.querySelector(".imports-upload");
const problem = form?.querySelector("[data-problem]");
const largest = Number(form?.dataset.largest) * 1024 * 1024;

form?.addEventListener("submit", (event) => {
  const files = [...form.querySelector("[type=file]").files];
  const large = files.filter((file) => file.size > largest).map((file) => file.name);
  problem.hidden = large.length === 0;
  if (large.length === 0) return;
  event.preventDefault();
  problem.textContent = `Larger than ${form.dataset.largest} MB, so it was not sent: ${large.join(", ")}. Export fewer days.`;
});
