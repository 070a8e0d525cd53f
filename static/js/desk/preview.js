// The page in its language beside the texts, shown anew whenever a text was kept or stored.

const PAUSE = 400; // Milliseconds, so that several answers make one new page.

export function preview() {
  const panel = document.querySelector("[data-preview]");
  const link = document.querySelector("[data-toggle-preview]");
  if (!panel) return;
  const frame = panel.querySelector("iframe");
  let timer;

  const show = () => {
    const as = panel.querySelector("[name=as]:checked").value;
    const address = new URL(frame.dataset.src, location);
    if (as === "readers") address.searchParams.set("as", as);
    const top = frame.contentWindow?.scrollY ?? 0;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
    // Replaced, so that the Back button leads away from the editor and not through its previews.
    frame.contentWindow.location.replace(address);
  };
  const toggle = (event) => {
    event.preventDefault();
    panel.hidden = !panel.hidden;
    link.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden) link.focus();
    else show();
  };

  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => event.key === " " && toggle(event));
  panel.querySelector("[data-close]").addEventListener("click", toggle);
  panel.addEventListener("change", show);
  document.addEventListener("desk:heard", () => {
    clearTimeout(timer);
    if (!panel.hidden) timer = setTimeout(show, PAUSE);
  });
}
