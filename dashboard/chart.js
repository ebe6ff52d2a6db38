// Puts charts and pictures where they stand in the page's HTML: plotly draws the figure in data-lj-figure (data and
// layout, as dashboard/charts.py makes them), the picture or table in data-lj-svg comes as it is. A chart that stood
// before under the same key moves into its new place and is told the new figure: drawing one anew costs far more.
(() => {
const CONFIG = {displayModeBar: false, scrollZoom: false, doubleClick: false, showAxisDragHandles: false};
const FORBIDDEN = "script, iframe, object, embed, link, meta, base, form, foreignObject";
const PATIENCE = 10_000;  // ms: a chart that left the page so long ago is given up
const drawn = new Map();
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
  if (plot?.layout && wide && plot.layout.width !== wide) window.Plotly.relayout(plot, {width: wide});
}));

async function chart(box) {
  const {data, layout} = JSON.parse(decodeURIComponent(box.dataset.ljFigure)), key = box.dataset.ljKey;
  const drawing = await plotly();
  if (!box.isConnected) return;
  const before = drawn.get(key), plot = before && !before.isConnected ? before : document.createElement("div");
  drawn.set(key, plot);
  box.replaceChildren(plot);
  await drawing.react(plot, data, {...layout, width: Math.round(box.clientWidth)}, CONFIG);
  widths.observe(box);
}

function forget() {
  for (const [key, plot] of drawn) {
    if (plot.isConnected) continue;
    window.Plotly.purge(plot);
    drawn.delete(key);
  }
}

// All words in it were escaped where the page was written; should one ever not be, it still runs nothing.
function harmless(html) {
  const held = document.createElement("template");
  held.innerHTML = html;
  held.content.querySelectorAll(FORBIDDEN).forEach((node) => node.remove());
  for (const node of held.content.querySelectorAll("*")) {
    for (const {name, value} of [...node.attributes]) {
      if (/^on/i.test(name) || /^javascript:/i.test(value.replace(/[\s\0-\x1f]/g, ""))) node.removeAttribute(name);
    }
  }
  return held.content;
}

let forgetting;
function fill(root) {
  for (const place of root.querySelectorAll("[data-lj-svg]")) place.replaceWith(harmless(decodeURIComponent(place.dataset.ljSvg)));
  for (const box of root.querySelectorAll("[data-lj-figure]:not([data-lj-begun])")) {
    box.dataset.ljBegun = "";
    chart(box);
    clearTimeout(forgetting);
    forgetting = setTimeout(forget, PATIENCE);
  }
}

new MutationObserver((records) => {
  for (const record of records) for (const node of record.addedNodes) if (node.nodeType === 1) fill(node.parentNode || node);
}).observe(document, {childList: true, subtree: true});
})();
