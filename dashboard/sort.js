// Sorts the rows of a table by a click on a column's head: by what each cell carries, cells without it last. The page
// then runs once more with the order in its address: a longer table shows other rows, a link or a file the same.
const words = new Intl.Collator("zh", { numeric: true });

function key(row, place, head) {
  const cell = row.cells[place], value = cell.dataset.v;
  if (value === undefined) return head.classList.contains("lj-n") ? null : cell.textContent;
  const number = Number(value);
  return value !== "" && !Number.isNaN(number) ? number : value;
}

function sort(table, head, down) {
  const rows = [...table.tBodies[0].rows].map((row) => [key(row, head.cellIndex, head), row]);
  rows.sort(([a, first], [b, second]) => {
    if (a === null || b === null) return (a === null) - (b === null) || first.dataset.i - second.dataset.i;
    const order = typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b));
    return (down ? -order : order) || first.dataset.i - second.dataset.i;
  });
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

// Drawn anew, the head that was pressed is another one: who came by keyboard stays where they were.
let staying = 0;

function stay(name, column, turn = ++staying, times = 100) {
  if (turn !== staying) return;
  const head = document.querySelector(`table[data-sort="${name}"] [data-by="${CSS.escape(column)}"]`);
  if (head && document.activeElement === document.body) head.focus({ preventScroll: true });
  if (times) setTimeout(() => stay(name, column, turn, times - 1), 50);
}

export default function ({ setTriggerValue }) {
  const pressed = (event) => {
    const button = event.target.closest?.("table.lj-rich th .lj-by"), head = button?.closest("th");
    if (!head) return;
    const table = head.closest("table"), now = head.getAttribute("aria-sort");
    const down = now !== "descending" && (head.classList.contains("lj-n") || now === "ascending");
    for (const other of table.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    if (!table.dataset.more) sort(table, head, down);
    if (!table.dataset.sort) return;
    setTriggerValue("sorted", `${table.dataset.sort}.${button.dataset.by}.${down ? "down" : "up"}`);
    if (event.detail === 0) stay(table.dataset.sort, button.dataset.by);
  };
  document.addEventListener("click", pressed);
  return () => document.removeEventListener("click", pressed);
}
