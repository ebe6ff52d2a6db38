// Charts as pictures, their tables as CSV, the page on paper: all made in the browser, by one listener for the page.
(() => {
const NS = "http://www.w3.org/2000/svg";
const HEAD = 64, FOOT = 36, EDGE = 16;
const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-family", "opacity", "text-anchor"];
let about = {};

function part(name, attributes, text) {
  const made = document.createElementNS(NS, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text) made.textContent = text;
  return made;
}

// The text on as many lines as it needs; a Chinese sign is about as wide as its size, a Latin one half.
function broken(text, wide, size) {
  const lines = [""];
  let used = 0;
  for (const word of text.split(/(?<= )|(?=[\u2e80-\uffef])/u)) {
    const more = [...word].reduce((sum, sign) => sum + (sign.codePointAt(0) > 255 ? size : size * 0.56), 0);
    if (used + more > wide && used) { lines.push(""); used = 0; }
    lines[lines.length - 1] += word;
    used += more;
  }
  return lines;
}

function plainCopy(layer) {
  const copy = layer.cloneNode(true);
  const from = layer.querySelectorAll("*"), to = copy.querySelectorAll("*");
  if (!layer.classList.contains("main-svg"))  // a map drawn by the page's own style sheet
    from.forEach((node, n) => KEPT.forEach((key) => to[n].style.setProperty(key, getComputedStyle(node).getPropertyValue(key))));
  copy.querySelectorAll(".draglayer, .hoverlayer, .zoomlayer, .modebar-container, title").forEach((node) => node.remove());
  for (const name of ["style", "class", "role", "aria-label", "aria-hidden"]) copy.removeAttribute(name);
  return copy;
}

// One drawing of all layers of a chart, with title, what is shown, and source.
function drawing(box, title) {
  const chart = box.querySelector(".js-plotly-plot");
  const layers = chart ? [...chart.querySelectorAll("svg.main-svg")] : [...box.querySelectorAll("svg")].slice(0, 1);
  const size = layers[0].getBoundingClientRect();
  const wide = Math.round(size.width) + 2 * EDGE;
  const said = broken(about.about, wide - 2 * EDGE, 12);
  const top = HEAD + 16 * (said.length - 1), high = Math.round(size.height) + top + FOOT;
  const font = getComputedStyle(document.body).fontFamily;
  const svg = part("svg", {xmlns: NS, width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, "font-family": font});
  svg.append(part("title", {}, title), part("rect", {width: wide, height: high, fill: about.paper}));
  svg.append(part("text", {x: EDGE, y: 28, "font-size": 17, "font-weight": 600, fill: about.ink}, title));
  said.forEach((line, n) => svg.append(part("text", {x: EDGE, y: 48 + 16 * n, "font-size": 12, fill: about.quiet}, line)));
  for (const layer of layers) {
    const copy = plainCopy(layer);
    const at = {x: EDGE, y: top, width: size.width, height: size.height, overflow: "visible"};
    for (const key in at) copy.setAttribute(key, at[key]);
    svg.append(copy);
  }
  const source = `${about.source} · ${about.version}`;
  svg.append(part("text", {x: EDGE, y: high - 12, "font-size": 11, fill: about.quiet}, source));
  return {text: new XMLSerializer().serializeToString(svg), wide, high};
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function paint({text, wide, high}, name) {
  const picture = new Image(), scale = 2;
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = wide * scale;
    canvas.height = high * scale;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, name), "image/png");
    URL.revokeObjectURL(picture.src);
  };
  picture.src = URL.createObjectURL(new Blob([text], {type: "image/svg+xml;charset=utf-8"}));
}

// A text that a spreadsheet program would take for a formula gets an apostrophe; a number with a minus stays one.
function field(cell) {
  const text = cell.innerText.trim();
  const safe = /^[=+@\t\r-]/.test(text) && isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// The table beside a chart is made of data-lj-table, its heads and rows, when it is unfolded for the first time.
function unfolded(folded) {
  if (!folded.dataset.ljTable) return;
  const [heads, rows] = JSON.parse(folded.dataset.ljTable);
  delete folded.dataset.ljTable;
  const line = (cells, kind) => {
    const made = document.createElement("tr");
    cells.forEach((text, n) => {
      const cell = made.appendChild(document.createElement(kind));
      cell.textContent = text;
      if (n) cell.className = "lj-n";
    });
    return made;
  };
  const made = document.createElement("table"), wide = document.createElement("div");
  made.className = "lj-table";
  made.createTHead().append(line(heads, "th"));
  made.createTBody().append(...rows.map((row) => line(row, "td")));
  wide.className = "lj-wide";
  wide.append(made);
  folded.append(wide);
}

function table(under) {
  const rows = [...under.querySelectorAll(".lj-beside tr")];
  return "\ufeff" + rows.map((row) => [...row.children].map(field).join(",")).join("\r\n") + "\r\n";
}

function fileName(title, kind) {
  const plain = `${title}_${about.version}`.replace(/[\s\\/:*?"<>|·]+/g, "_");
  return `${plain}.${kind}`;
}

async function saveChart(button) {
  const kind = button.dataset.ljSave, title = button.dataset.ljTitle || about.page;
  const name = fileName(title, kind);
  if (kind === "csv") {
    const under = button.closest(".lj-under"), folded = under.querySelector("details"), open = folded.open;
    unfolded(folded);
    folded.open = true;  // what is folded has no text
    save(new Blob([table(under)], {type: "text/csv;charset=utf-8"}), name);
    folded.open = open;
    return;
  }
  const key = CSS.escape(button.dataset.ljChart);
  const box = document.querySelector(`[data-lj-key="${key}"], .st-key-${key}`);
  if (!box) return;
  await window.ljDrawAll();  // it may stand below the window, and wait
  const made = drawing(box, title);
  if (kind === "svg") save(new Blob([made.text], {type: "image/svg+xml;charset=utf-8"}), name);
  else paint(made, name);
}

// On paper the page is laid out as on a screen of PAPER pixels and made smaller: charts keep their proportions.
const PAPER = 1120, A4 = 1047;

function fit() {
  const box = document.querySelector("[data-testid=stMainBlockContainer]");
  if (!box) return;
  const wide = Math.max(box.getBoundingClientRect().width, 600);
  document.documentElement.style.setProperty("--lj-sheet", `${wide}px`);
  document.documentElement.style.setProperty("--lj-zoom", Math.min(1, A4 / wide));
}

function print() {
  document.documentElement.style.setProperty("--lj-narrow", `${PAPER}px`);
  document.documentElement.classList.add("lj-paper");
  window.ljDrawAll();
  setTimeout(() => { window.print(); document.documentElement.classList.remove("lj-paper"); }, 900);
}

// By pointer or key a press unfolds; a search in the page or a script can do without one.
const folded = (event) => event.target.closest?.("details.lj-beside");
document.addEventListener("click", (event) => { if (event.target.closest?.("summary") && folded(event)) unfolded(folded(event)); }, true);
document.addEventListener("toggle", (event) => { if (folded(event)) unfolded(folded(event)); }, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-lj-save], [data-lj-print]");
  if (!button) return;
  about = JSON.parse(document.querySelector("[data-lj-about]")?.dataset.ljAbout ?? "{}");
  if (button.dataset.ljPrint) print();
  else saveChart(button);
});
window.addEventListener("beforeprint", fit);
})();
