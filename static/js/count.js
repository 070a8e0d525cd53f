// Reports what a person does here, as acts without a name: an impression, a visit, a read, a tap for help, an exit.
// Keeps nothing. Clicks and promises are counted where their links and forms lead, with this script or without.

const ADDRESS = "/c/";
const MOST = 20; // Acts kept while the server can't take them.
const IN_VIEW = 0.5; // Half of a card, …
const LONG_ENOUGH = 1000; // … for a second: the MRC's viewable impression.

const { language, read: page, campaign } = document.body.dataset;
const [high, low] = crypto.getRandomValues(new Uint32Array(2));
const load = (high % 2 ** 20) * 2 ** 32 + low; // Each act adds how many came before it: none is like another.
const told = new Set();
const waiting = [];
let pause = 2000;
let timer;

function objects() {
  const track = navigator.doNotTrack ?? window.doNotTrack;
  return navigator.globalPrivacyControl || track === "1" || /(^|;\s*)nocount=1(;|$)/.test(document.cookie);
}

// What a person did; false where they are not counted. `once` names what counts once for each load of the page.
export function report(kind, { details = arrival(), once = kind } = {}) {
  if (objects()) return false;
  const act = { kind, language, load: load + told.size, ...details, ...(navigator.webdriver && { webdriver: true }) };
  if (told.size < told.add(once).size) send(act);
  return true;
}

// Which campaign this is, and which link or advertisement led here.
function arrival() {
  const asked = new URLSearchParams(location.search);
  const details = { campaign };
  for (const name of ["via", "utm_source", "utm_id"]) if (asked.has(name)) details[name] = asked.get(name).slice(0, 100);
  return details;
}

async function send(act) {
  let answer;
  try {
    // Outlives the page: a tap for help often leaves it.
    answer = await fetch(ADDRESS, { method: "POST", body: JSON.stringify(act), keepalive: true });
  } catch {
    return; // It may have arrived: sent again, it might count twice.
  }
  // 503 says that nothing was counted; every other answer is final.
  if (answer.status === 503 && waiting.length < MOST) {
    waiting.push(act);
    timer ??= setTimeout(again, pause);
  }
}

function again() {
  timer = undefined;
  pause = Math.min(pause * 2, 60_000);
  for (const act of waiting.splice(0)) send(act);
}

function whenVisible(tell) {
  if (document.visibilityState === "visible") {
    tell();
    return;
  }
  const see = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", see);
    tell();
  };
  document.addEventListener("visibilitychange", see);
}

function watchPlacements() {
  const inView = new Set();
  const clocks = new Map();

  function settle() {
    for (const card of document.querySelectorAll("[data-source]")) {
      const isSeen = inView.has(card) && document.visibilityState === "visible";
      if (isSeen && !clocks.has(card)) {
        clocks.set(card, setTimeout(count, LONG_ENOUGH, card));
      } else if (!isSeen && clocks.has(card)) {
        clearTimeout(clocks.get(card));
        clocks.delete(card);
      }
    }
  }

  function count(card) {
    observer.unobserve(card);
    report("impression", { details: { source: card.dataset.source }, once: card });
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        if (intersectionRatio >= IN_VIEW) inView.add(target);
        else inView.delete(target);
      }
      settle();
    },
    { threshold: IN_VIEW },
  );
  for (const card of document.querySelectorAll("[data-source]")) observer.observe(card);
  document.addEventListener("visibilitychange", settle);
}

if (!objects()) {
  const here = { details: campaign ? { campaign } : {} };
  watchPlacements();
  // After a promise or an answer the same person is led back to the same page.
  if (campaign && !/^#(thanks|before-|after-)/.test(location.hash)) whenVisible(() => report("visit"));
  if (page) whenVisible(() => report("read", { details: { page } }));
  document.addEventListener("click", ({ target }) => {
    if (target.closest("a[href^='tel:'], a[href^='sms:'], [data-help]")) report("help", here);
  });
  document.addEventListener("leave", () => report("exit", here));
  addEventListener("pagehide", () => {
    if (waiting.length) navigator.sendBeacon(ADDRESS, JSON.stringify(waiting.splice(0)));
  });
}
