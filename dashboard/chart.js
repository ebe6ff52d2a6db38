// Draws charts where they stand in the page's HTML: plotly draws the figure in data-lj-figure (data and layout, as
// dashboard/charts.py makes them). A chart that stands there is told its new figure; one that stood elsewhere before
// under the same key moves into its new place: drawing one anew costs far more.
// Charts in the window are drawn in the next frame. Those further down wait until the page is complete and the browser
// has nothing else to do, or until they come near the window, are printed or saved (window.ljDrawAll).
(() => {
const CONFIG = {displayModeBar: false, scrollZoom: false, doubleClick: false, showAxisDragHandles: false};
const PATIENCE = 10_000;  // ms: a chart that left the page so long ago is given up
const NEAR = "400px";  // so near the window a chart no longer waits: a turn of the wheel is about 100
const MOST_IDLE = 1000;  // ms: on a machine that is never idle a chart is drawn all the same
const drawn = new Map();  // key -> the element that plotly draws in
const waiting = new Set();  // the places whose figure has not been drawn yet
const begun = new WeakMap();  // place -> the figure that was last asked for in it
let library;

function plotly() {
  return library ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = window.ljPlotly;
    script.onload = () => done(window.Plotly);
    script.onerror = () => failed(new Error(`${script.src} can not be loaded`));
    document.head.append(script);
  });
}

const widths = new ResizeObserver((entries) => entries.forEach(({target}) => {
  const plot = target.firstElementChild, wide = Math.round(target.clientWidth);
  if (plot?.layout && wide && plot.layout.width !== wide && !waiting.has(target)) window.Plotly.relayout(plot, {width: wide});
}));

const near = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) if (isIntersecting) draw(target);
}, {rootMargin: NEAR});

// The chart that stood here before moves in at once, so that plotly has it to change; unseen until it is true again.
function movedIn(box) {
  if (box.firstElementChild) return;
  const before = drawn.get(box.dataset.ljKey);
  const plot = before && !before.isConnected ? before : document.createElement("div");
  drawn.set(box.dataset.ljKey, plot);
  box.append(plot);
}

async function draw(box) {
  const drawing = window.Plotly || await plotly();
  if (!waiting.delete(box)) return;
  near.unobserve(box);
  if (!box.isConnected) return;
  const plot = box.firstElementChild, figure = box.dataset.ljFigure;
  plot.style.visibility = "";
  if (plot.ljFigure !== figure) {
    plot.ljFigure = figure;
    const {data, layout} = JSON.parse(figure);
    const width = plot.layout?.width || Math.round(box.clientWidth);  // widths says where that is no longer true
    await drawing.react(plot, data, {...layout, width}, CONFIG);
  }
  widths.observe(box);
}

window.ljDrawAll = () => Promise.all([...waiting].map(draw));
addEventListener("beforeprint", window.ljDrawAll);

// One after the other, each when the browser is idle: whoever clicks meanwhile waits for one chart at most. While the
// page is still being made nothing is drawn that nobody sees.
let resting = 0;
function later() {
  if (waiting.size && !resting) resting = requestIdleCallback(drawNext, {timeout: MOST_IDLE});
}
function drawNext() {
  resting = 0;
  if (document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning") return void setTimeout(later, 100);
  for (const box of waiting) {
    if (!box.isConnected) waiting.delete(box);
    else if (box.clientWidth) { draw(box); return later(); }  // one in what is hidden is drawn when it is shown
  }
}

function forget() {
  for (const [key, plot] of drawn) {
    if (plot.isConnected) continue;
    window.Plotly?.purge(plot);
    drawn.delete(key);
  }
}

// Drawn in the frame that shows them: drawn as soon as they come, they would wait behind all else for a frame.
const fresh = new Set();
let forgetting;
function fill(root) {
  for (const box of root.querySelectorAll("[data-lj-figure]")) {
    if (begun.get(box) === box.dataset.ljFigure) continue;
    begun.set(box, box.dataset.ljFigure);
    waiting.add(box);
    movedIn(box);
    if (!fresh.size) requestAnimationFrame(drawSeen);
    fresh.add(box);
  }
}

function drawSeen() {
  const boxes = [...fresh].filter((box) => box.isConnected && waiting.has(box));  // who prints may have come first
  fresh.clear();
  // All are asked where they stand before the first is drawn: after that each answer would be a new layout.
  const seen = boxes.filter((box) => {
    const {top, bottom, width} = box.getBoundingClientRect();
    return width && top < innerHeight && bottom > 0;
  });
  for (const box of boxes) {
    if (seen.includes(box)) continue;
    box.firstElementChild.style.visibility = "hidden";
    near.observe(box);
  }
  seen.forEach(draw);
  later();
  clearTimeout(forgetting);
  forgetting = setTimeout(forget, PATIENCE);
}

// What plotly adds to its own drawings holds no places, and there is much of it.
new MutationObserver((records) => {
  const roots = new Set();
  for (const {addedNodes, target, type} of records) {
    if (type === "attributes") roots.add(target.parentElement);
    for (const node of addedNodes) {
      if (node.nodeType === 1 && node.namespaceURI.endsWith("xhtml") && target.isConnected) roots.add(target);
    }
  }
  for (const root of roots) if (!root?.closest(".js-plotly-plot")) fill(root);
}).observe(document, {childList: true, subtree: true, attributes: true, attributeFilter: ["data-lj-figure"]});
})();
