// Draws the page's charts and pictures where they stand in its HTML: a figure in data-lj-figure (data and layout, as
// dashboard/charts.py makes them) becomes an SVG as wide as its place, the picture in data-lj-svg comes as it is.
// Streamlit's own ways to a picture cost ten times as much at each change: a chart library that lays everything out
// anew, or HTML that is parsed as Markdown first.
(() => {
const SVG = "http://www.w3.org/2000/svg", NEAR = 28;
const DASHES = {dot: "2 3", dash: "6 4"};
const ink = document.createElement("canvas").getContext("2d");
const plain = (text) => String(text).replace(/[&<>"]/g, (sign) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})[sign]);
const at = (value, n) => (Array.isArray(value) ? value[n] : value);
const known = (value) => value !== null && value !== undefined;

function tag(name, attributes, inner = "") {
  let text = `<${name}`;
  for (const key in attributes) if (known(attributes[key])) text += ` ${key}="${plain(attributes[key])}"`;
  return `${text}>${inner}</${name}>`;
}

// Of what a text may carry (<br>, <b>, a colour) each line as a list of {words, bold, colour}; all else are words.
function lines(text) {
  let bold = false, colour = "";
  return String(text).split("<br>").map((line) => line.split(/(<\/?b>|<span style='color:[^'<>]*'>|<\/span>)/).filter((piece) => {
    return piece;
  }).flatMap((piece) => {
    if (piece === "<b>" || piece === "</b>") { bold = piece === "<b>"; return []; }
    if (piece.startsWith("<span style=") || piece === "</span>") { colour = piece.slice(19, -2); return []; }
    return [{words: piece, bold, colour}];
  }));
}

function width(text, size, family, weight = 400) {
  ink.font = `${weight} ${size}px ${family}`;
  return Math.max(...lines(text).map((line) => line.reduce((sum, piece) => sum + ink.measureText(piece.words).width, 0)));
}

function words(text, x, y, {size, colour, anchor = "start", middle = "middle", angle = 0}) {
  const rows = lines(text), high = size * 1.3;
  const first = {top: size * 0.95, middle: size * 0.36 - ((rows.length - 1) * high) / 2, bottom: -size * 0.25 - (rows.length - 1) * high}[middle];
  const spans = rows.map((line, n) => {
    const inner = line.map((piece) => tag("tspan", {"font-weight": piece.bold ? 700 : null, fill: piece.colour || null}, plain(piece.words)));
    return tag("tspan", {x: x.toFixed(1), y: (y + first + n * high).toFixed(1)}, inner.join(""));
  });
  const turn = angle ? `rotate(${angle} ${x.toFixed(1)} ${y.toFixed(1)})` : null;
  return tag("text", {"font-size": size, fill: colour, "text-anchor": anchor, transform: turn}, spans.join(""));
}

const rule = (x0, y0, x1, y1, colour, wide = 1, dash = "") =>
  tag("path", {d: `M${x0.toFixed(1)} ${y0.toFixed(1)}L${x1.toFixed(1)} ${y1.toFixed(1)}`, stroke: colour, "stroke-width": wide, "stroke-dasharray": DASHES[dash], fill: "none"});

// The ends of an axis that names none: cells and bars fill it.
function ends(axis, traces, letter) {
  if (axis.range) return axis.range;
  if (traces[0]?.type === "heatmap") return [-0.5, traces[0][letter].length - 0.5];
  const sums = traces.reduce((sum, trace) => trace[letter].map((value, n) => (sum[n] || 0) + (value || 0)), []);
  return [0, Math.max(...sums, 0) * 1.02 || 1];
}

function frame(figure, wide) {
  const {layout, data} = figure, family = layout.font.family;
  const {xaxis = {}, yaxis = {}, height} = layout, margin = {...layout.margin};
  const size = (axis) => axis.tickfont?.size || 12;
  const far = (axis) => Math.max(0, ...(axis.showticklabels === false ? [] : axis.ticktext || []).map((text) => width(text, size(axis), family)));
  margin.l = Math.max(margin.l, far(yaxis) + (yaxis.ticklabelstandoff || 0) + 6 + (yaxis.title ? 24 : 0));
  if (xaxis.side === "top") {
    const long = far(xaxis), turned = xaxis.tickangle ? Math.sin(-xaxis.tickangle * Math.PI / 180) : 0;
    margin.t = Math.max(margin.t, turned ? long * turned + 20 : 24);
    if (turned) margin.r = Math.max(margin.r, Math.min(long * 0.77, 90));
  }
  const names = layout.showlegend ? data.map((trace) => trace.name) : [];
  const legend = names.reduce((rows, name, n) => {
    const room = width(name, 12, family) + 34, row = rows[rows.length - 1];
    if (row.used && row.used + room > wide - margin.l - margin.r) rows.push({used: 0, items: []});
    const last = rows[rows.length - 1];
    last.items.push({name, x: last.used, colour: data[n].marker.color});
    last.used += room;
    return rows;
  }, [{used: 0, items: []}]);
  margin.t += 18 * (legend.length - 1);
  const [x0, x1] = ends(xaxis, data, "x"), [y0, y1] = ends(yaxis, data, "y");
  const across = Math.max(wide - margin.l - margin.r, 20), up = Math.max(height - margin.t - margin.b, 20);
  return {
    layout, family, legend: names.length ? legend : [], size, left: margin.l, top: margin.t, across, up, hits: [],
    x: (value) => margin.l + ((value - x0) / (x1 - x0)) * across,
    y: (value) => margin.t + (1 - (value - y0) / (y1 - y0)) * up,
    inX: (value) => (value - x0) * (value - x1) <= 0, inY: (value) => (value - y0) * (value - y1) <= 0,
  };
}

// The ticks whose words stand clear of each other: in a narrow chart the first and the last.
function clear(ticks, f) {
  const {xaxis} = f.layout;
  if (xaxis.tickangle || xaxis.side === "top" || ticks.length < 3) return ticks;
  const room = Math.max(...ticks.map((tick) => width(tick.text, f.size(xaxis), f.family))) + 8;
  const near = ticks.some((tick, n) => n && f.x(tick.value) - f.x(ticks[n - 1].value) < room);
  return near ? [ticks[0], ticks[ticks.length - 1]] : ticks;
}

function axes(f) {
  const {xaxis = {}, yaxis = {}} = f.layout, right = f.left + f.across, low = f.top + f.up, top = xaxis.side === "top";
  let under = "", over = "";
  const ticks = (axis) => (axis.tickvals || []).map((value, n) => ({value, text: axis.ticktext?.[n] ?? value}));
  for (const {value, text} of ticks(yaxis)) {
    if (!f.inY(value)) continue;
    if (yaxis.showgrid) under += rule(f.left, f.y(value), right, f.y(value), yaxis.gridcolor);
    const place = f.left - (yaxis.ticklabelstandoff || 0) - 3;
    over += words(text, place, f.y(value), {size: f.size(yaxis), colour: yaxis.tickfont.color, anchor: "end"});
  }
  for (const {value, text} of clear(ticks(xaxis).filter((tick) => f.inX(tick.value)), f)) {
    if (xaxis.showgrid) under += rule(f.x(value), f.top, f.x(value), low, xaxis.gridcolor);
    const angle = xaxis.tickangle || 0;
    const set = {size: f.size(xaxis), colour: xaxis.tickfont.color, anchor: angle ? "start" : "middle", middle: top ? "bottom" : "top", angle};
    if (xaxis.showticklabels !== false) over += words(text, f.x(value), top ? f.top - 5 : low + 6, set);
  }
  if (yaxis.zeroline && f.inY(0)) under += rule(f.left, f.y(0), right, f.y(0), yaxis.zerolinecolor);
  if (xaxis.zeroline && f.inX(0)) under += rule(f.x(0), f.top, f.x(0), low, xaxis.zerolinecolor);
  if (xaxis.showline) over += rule(f.left, low, right, low, xaxis.linecolor);
  const named = (axis) => ({size: axis.title.font.size, colour: axis.title.font.color, anchor: "middle"});
  if (xaxis.title) over += words(xaxis.title.text, f.left + f.across / 2, low + 38, named(xaxis));
  if (yaxis.title) over += words(yaxis.title.text, 12, f.top + f.up / 2, {...named(yaxis), angle: -90});
  return [under, over];
}

function shapes(f) {
  const place = (ref, value, scale, paper) => (ref === "paper" ? paper(value) : scale(value));
  const x = (shape, value) => place(shape.xref, value, f.x, (share) => f.left + share * f.across);
  const y = (shape, value) => place(shape.yref, value, f.y, (share) => f.top + (1 - share) * f.up);
  return (f.layout.shapes || []).map((shape) =>
    rule(x(shape, shape.x0), y(shape, shape.y0), x(shape, shape.x1), y(shape, shape.y1), shape.line.color, shape.line.width, shape.line.dash)).join("");
}

function notes(f) {
  return (f.layout.annotations || []).filter((note) => known(note.x) && known(note.y)).map((note) => {
    const size = note.font?.size || 12, anchor = {left: "start", right: "end"}[note.xanchor] || "middle";
    const x = (note.xref === "paper" ? f.left + note.x * f.across : f.x(note.x)) + (note.xshift || 0);
    const y = (note.yref === "paper" ? f.top + (1 - note.y) * f.up : f.y(note.y)) - (note.yshift || 0);
    const text = words(note.text, x, y, {size, colour: note.font?.color, anchor, middle: note.yanchor || "middle"});
    if (!note.bgcolor) return text;
    const wide = width(note.text, size, f.family) + 4;
    return tag("rect", {x: (x - 2).toFixed(1), y: (y - size * 0.75).toFixed(1), width: wide.toFixed(1), height: size * 1.5, fill: note.bgcolor}) + text;
  }).join("");
}

function scatter(f, trace) {
  const {x, y, mode, line = {}, marker = {}} = trace, told = trace.hoverinfo === "skip" ? null : trace.hovertext || trace.text;
  let drawn = "", path = "", pen = false;
  x.forEach((value, n) => {
    const there = known(value) && known(y[n]);
    if (there) path += `${pen ? "L" : "M"}${f.x(value).toFixed(1)} ${f.y(y[n]).toFixed(1)}`;
    pen = there;
  });
  if (mode.includes("lines"))
    drawn += tag("path", {d: path, fill: "none", stroke: line.color, "stroke-width": line.width || 2, "stroke-dasharray": DASHES[line.dash], "stroke-linejoin": "round"});
  x.forEach((value, n) => {
    if (!known(value) || !known(y[n])) return;
    const cx = f.x(value), cy = f.y(y[n]), size = at(marker.size, n), edge = marker.line || {};
    if (mode.includes("markers") && marker.symbol === "line-ns")
      drawn += rule(cx, cy - size * 0.7, cx, cy + size * 0.7, at(edge.color, n), at(edge.width, n));
    else if (mode.includes("markers") && size)
      drawn += tag("circle", {cx: cx.toFixed(1), cy: cy.toFixed(1), r: size / 2, fill: at(marker.color, n), opacity: at(marker.opacity, n), stroke: at(edge.color, n), "stroke-width": at(edge.width, n) || 0});
    if (mode.includes("text"))
      drawn += words(trace.text[n], cx, cy - size / 2 - 2, {size: trace.textfont.size, colour: trace.textfont.color, anchor: "middle", middle: "bottom"});
    if (told?.[n]) f.hits.push({x: cx, y: cy, text: told[n]});
  });
  return drawn;
}

function bars(f, trace, sums) {
  const {x, y, marker, orientation} = trace, lying = orientation === "h", told = trace.hovertext || trace.text;
  return (lying ? x : y).map((value, n) => {
    if (!known(value)) return "";
    const from = f.layout.barmode === "stack" ? sums[n] || 0 : 0, half = (trace.width || 1 - (f.layout.bargap || 0.2)) / 2;
    sums[n] = from + value;
    const [a, b] = lying ? [f.x(from), f.x(from + value)] : [f.x(x[n] - half), f.x(x[n] + half)];
    const [c, d] = lying ? [f.y(y[n] - half), f.y(y[n] + half)] : [f.y(0), f.y(value)];
    const box = {x: Math.min(a, b), y: Math.min(c, d), width: Math.abs(b - a), height: Math.abs(d - c)};
    if (told?.[n]) f.hits.push({...box, text: told[n]});
    const edge = marker.line || {}, fixed = Object.fromEntries(Object.entries(box).map(([key, size]) => [key, size.toFixed(1)]));
    const bar = tag("rect", {...fixed, fill: at(marker.color, n), opacity: at(marker.opacity, n), stroke: edge.color, "stroke-width": edge.width});
    if (trace.textposition !== "inside" || !trace.text[n]) return bar;
    return bar + words(trace.text[n], box.x + box.width / 2, box.y + box.height / 2, {size: trace.textfont.size, colour: trace.textfont.color, anchor: "middle"});
  }).join("");
}

function cells(f, trace) {
  const wide = f.across / trace.x.length, high = f.up / trace.y.length;
  return trace.z.map((row, n) => row.map((place, m) => {
    const box = {x: f.left + m * wide, y: f.y(trace.y[n]) - high / 2, width: wide, height: high};
    f.hits.push({...box, text: trace.text[n][m]});
    if (!known(place)) return "";
    const [gapX, gapY] = [trace.xgap || 0, trace.ygap || 0];
    return tag("rect", {x: (box.x + gapX / 2).toFixed(2), y: (box.y + gapY / 2).toFixed(1), width: (wide - gapX).toFixed(2), height: (high - gapY).toFixed(1), fill: trace.colorscale[2 * place][1]});
  }).join("")).join("");
}

function legend(f) {
  return f.legend.map((row, n) => row.items.map((item) => {
    const x = f.left + item.x, y = f.top - 14 - 18 * (f.legend.length - 1 - n);
    return tag("rect", {x, y: y - 6, width: 12, height: 12, fill: item.colour}) + words(item.name, x + 18, y, {size: 12, colour: f.layout.legend.font.color});
  }).join("")).join("");
}

function drawn(figure, wide) {
  const f = frame(figure, wide), sums = [], [under, over] = axes(f);
  const traces = figure.data.map((trace) => ({scatter, bar: (g, one) => bars(g, one, sums), heatmap: cells})[trace.type](f, trace));
  const inner = under + shapes(f) + traces.join("") + over + notes(f) + legend(f);
  const box = {xmlns: SVG, class: "lj-plain", width: wide, height: figure.layout.height, viewBox: `0 0 ${wide} ${figure.layout.height}`, "font-family": f.family, "aria-hidden": "true"};
  return {svg: tag("svg", box, inner), hits: f.hits};
}

// What is pointed at: the bar or cell below the pointer, else the nearest point.
function pointed(hits, x, y) {
  const over = hits.find((hit) => hit.width !== undefined && x >= hit.x && x <= hit.x + hit.width && y >= hit.y && y <= hit.y + hit.height);
  if (over) return {...over, x: over.x + over.width / 2, y: over.y + over.height / 2};
  let best = null, least = NEAR;
  for (const hit of hits) {
    const away = hit.width === undefined ? Math.hypot(hit.x - x, hit.y - y) : Infinity;
    if (away < least) [best, least] = [hit, away];
  }
  return best;
}

function tip(box, hit) {
  let shown = box.querySelector(".lj-tip");
  if (!hit) { shown?.remove(); return; }
  if (!shown) { shown = document.createElement("div"); shown.className = "lj-tip"; box.append(shown); }
  shown.innerHTML = lines(hit.text).map((line) => line.map((piece) => tag(piece.bold ? "b" : "span", {}, plain(piece.words))).join("")).join("<br>");
  const wide = box.clientWidth, left = hit.x + 12 + shown.offsetWidth > wide ? hit.x - 12 - shown.offsetWidth : hit.x + 12;
  shown.style.left = `${Math.max(0, left)}px`;
  shown.style.top = `${hit.y - shown.offsetHeight / 2}px`;
}

const width_of = new ResizeObserver((entries) => entries.forEach(({target}) => target.isConnected && chart(target)));

function chart(box) {
  const wide = Math.round(box.clientWidth);
  if (!wide || box.ljWide === wide) return;
  box.ljWide = wide;
  box.ljFigure ||= JSON.parse(decodeURIComponent(box.dataset.ljFigure));
  const made = drawn(box.ljFigure, wide);
  box.innerHTML = made.svg;
  box.ljHits = made.hits;
}

function fill(root) {
  for (const place of root.querySelectorAll("[data-lj-svg]")) {
    place.outerHTML = decodeURIComponent(place.dataset.ljSvg);
  }
  for (const box of root.querySelectorAll("[data-lj-figure]")) {
    if (box.ljFigure) continue;
    chart(box);
    width_of.observe(box);
    box.onpointermove = (event) => {
      const at = box.getBoundingClientRect();
      tip(box, pointed(box.ljHits || [], event.clientX - at.x, event.clientY - at.y));
    };
    box.onpointerleave = () => tip(box, null);
  }
}

new MutationObserver((records) => {
  for (const record of records) for (const node of record.addedNodes) if (node.nodeType === 1) fill(node.parentNode || node);
}).observe(document, {childList: true, subtree: true});
})();
