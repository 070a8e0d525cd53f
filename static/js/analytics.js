// Asks whether a counter from outside may be loaded. Nothing is loaded or kept before an answer.

const KEY = "analytics";
const asked = document.querySelector("[data-analytics]");
const [question, thanks] = asked.children;

function objects() {
  const track = navigator.doNotTrack ?? window.doNotTrack;
  return navigator.globalPrivacyControl || track === "1" || /(^|;\s*)nocount=1(;|$)/.test(document.cookie);
}

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return "no"; // A browser that keeps nothing would ask on every page.
  }
}

function keep(answer) {
  try {
    localStorage.setItem(KEY, answer);
  } catch {
    // Then it is asked again.
  }
}

function load() {
  const script = document.createElement("script");
  script.src = asked.dataset.analytics;
  document.head.append(script);
}

function show(answer) {
  asked.hidden = answer === "no";
  question.hidden = answer === "yes";
  thanks.hidden = answer !== "yes";
}

if (!objects()) {
  const answer = kept();
  show(answer);
  if (answer === "yes") load();
  asked.addEventListener("click", ({ target }) => {
    const said = target.closest("[data-answer]")?.dataset.answer;
    if (!said) return;
    keep(said);
    show(said);
    if (said === "yes") load();
    else if (answer === "yes") location.reload(); // What was loaded goes with the page.
  });
}
