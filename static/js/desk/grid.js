// Makes a table of links one stop of the Tab key, in which arrow keys move. Without it, Tab goes through all links.

const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

for (const table of document.querySelectorAll("[data-grid]")) {
  const lines = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td a")]);
  const links = lines.flat();
  if (links.length === 0) continue;
  table.setAttribute("role", "grid");
  links.forEach((link) => (link.tabIndex = -1));
  links[0].tabIndex = 0;

  table.addEventListener("focusin", ({ target }) => {
    if (!links.includes(target)) return;
    table.querySelector("td a[tabindex='0']").tabIndex = -1;
    target.tabIndex = 0;
  });

  table.addEventListener("keydown", (event) => {
    const line = lines.findIndex((each) => each.includes(event.target));
    if (line < 0) return;
    const column = lines[line].indexOf(event.target);
    let next = null;
    if (event.key in MOVES) {
      const [down, along] = MOVES[event.key];
      next = lines[line + down]?.[column + along];
    } else if (event.key === "Home") next = lines[line][0];
    else if (event.key === "End") next = lines[line].at(-1);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
