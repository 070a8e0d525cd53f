// Shows in the page editor what publishing would do to each language, as of the draft that was saved last.

const place = document.querySelector("[data-effect]");

async function load() {
  const response = await fetch(place.dataset.effect, { headers: { "X-Requested-With": "fetch" } });
  if (response.ok) place.innerHTML = await response.text();
}

if (place) {
  load();
  document.addEventListener("w-autosave:success", load);
}
