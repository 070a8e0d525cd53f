// Shows in the page editor what publishing would do to each language, as of the draft that was saved last.

const place = document.querySelector("[data-effect]");
let asked = 0;

async function load() {
  const mine = ++asked;
  const response = await fetch(place.dataset.effect, { headers: { "X-Requested-With": "fetch" } });
  const shown = response.ok ? await response.text() : null;
  // An answer that a later one overtook tells of an older draft.
  if (shown !== null && mine === asked) place.innerHTML = shown;
}

if (place) {
  load();
  document.addEventListener("w-autosave:success", load);
}
