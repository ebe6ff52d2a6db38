// Sorts the rows of a table by a click on a column's head: by what each cell carries, cells without it last.
(() => {
  if (window.linjuSort) return;
  window.linjuSort = true;
  document.addEventListener("click", (event) => {
    const head = event.target.closest?.("table.lj-rich th .lj-by")?.closest("th");
    if (!head) return;
    const table = head.closest("table"), body = table.tBodies[0], place = head.cellIndex;
    const down = head.getAttribute("aria-sort") !== "descending" &&
      (head.classList.contains("lj-n") || head.getAttribute("aria-sort") === "ascending");
    for (const other of table.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => {
      const cell = row.cells[place], value = cell.dataset.v;
      if (value === undefined) return head.classList.contains("lj-n") ? null : cell.textContent;
      const number = Number(value);
      return value !== "" && !Number.isNaN(number) ? number : value;
    };
    const words = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
    const rows = [...body.rows].map((row) => [key(row), row]);
    rows.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      const order = typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b));
      return down ? -order : order;
    });
    body.append(...rows.map(([, row]) => row));
  });
})();
