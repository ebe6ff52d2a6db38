// Several maps that move together, or one that plays through weeks: drawn as SVG from the version's geometry files.
// Everything shown lies in `data` already: playing, isolating a class and moving the camera ask the server for nothing.
const SVG = "http://www.w3.org/2000/svg";
const files = new Map(); // address -> promise of its features; a version's files never change
const stages = new WeakMap();
const SPEEDS = [1400, 700, 350]; // milliseconds a week

export default function ({ data, parentElement, setTriggerValue }) {
  let stage = stages.get(parentElement);
  if (!stage) {
    stage = makeStage(parentElement);
    stages.set(parentElement, stage);
  }
  stage.show(data, setTriggerValue);
  return () => stage.stop();
}

function make(name, parent, attributes = {}, text = "") {
  const svg = ["svg", "g", "path", "circle", "text", "tspan", "rect"].includes(name);
  const node = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  if (parent) parent.append(node);
  return node;
}

function load(address) {
  if (!address) return Promise.resolve([]);
  if (!files.has(address)) files.set(address, fetch(address).then(answer => answer.json()).then(found => found.features));
  return files.get(address);
}

// the map of the world is 1 wide; a place lies at the middle of `bbox`, so that small numbers keep their precision
function mercator([lng, lat]) {
  return [lng / 360, -Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)];
}

function projection([west, south, east, north]) {
  const [left, bottom] = mercator([west, south]), [right, top] = mercator([east, north]);
  const unit = 1000 / Math.max(right - left, bottom - top, 1e-9);
  const middle = [(left + right) / 2, (top + bottom) / 2];
  const project = point => mercator(point).map((value, axis) => (value - middle[axis]) * unit);
  return { project, wide: (right - left) * unit, high: (bottom - top) * unit };
}

function outline(geometry, project) {
  const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  const ring = points => "M" + points.map(point => project(point).map(value => value.toFixed(2)).join(" ")).join("L") + "z";
  return polygons.map(rings => rings.map(ring).join("")).join("");
}

function makeStage(parent) {
  const root = make("div", parent, { class: "lj-stage" });
  const board = make("div", root, { class: "lj-stage-board" });
  const foot = make("div", root, { class: "lj-stage-foot" });
  const words = make("div", foot, { class: "lj-stage-words" });
  const circles = make("div", foot, { class: "lj-stage-circles" });
  const card = make("div", root, { class: "lj-stage-card" });
  let data, tell, place, panels = [], camera, moved = false, at = 0, timer = 0, speed = 1, drawn = "", only = {}, controls, cut = false;

  async function show(given, setTriggerValue) {
    tell = setTriggerValue;
    const mark = JSON.stringify([given.areas, given.points, given.bbox, given.panels.length, given.theme, given.text]);
    const same = data && data.span === given.span;
    data = given;
    if (!same) { pause(false); only = {}; }
    if (!timer) at = data.play ? data.play.at : 0;
    if (mark !== drawn) {
      const [areas, dots, around] = await Promise.all([load(data.areas), load(data.points), load(data.around)]);
      if (data !== given) return;
      drawn = mark;
      moved = false;
      build(areas, dots, around);
    }
    panels.forEach((panel, index) => { panel.title.textContent = data.panels[index].title; });
    circles.innerHTML = data.circles; // our own markup: what is written in it was escaped on the server
    buildFoot();
    fit();
    paint();
  }

  function build(areas, dots, around) {
    place = projection(data.bbox);
    cut = false;
    board.replaceChildren();
    board.className = `lj-stage-board lj-stage-${data.layout}`;
    const paths = areas.map(feature => outline(feature.geometry, place.project));
    const beside = around.map(feature => outline(feature.geometry, place.project));
    const own = data.around_own;
    panels = data.panels.map((_, index) => {
      const box = make("div", board, { class: "lj-stage-panel" });
      const title = make("div", box, { class: "lj-stage-title" });
      const svg = make("svg", box, { role: "img", "aria-label": data.label });
      const world = make("g", svg, { "stroke-linejoin": "round" });
      beside.forEach((d, i) => make("path", world, { d, class: "lj-stage-around", style: `fill:${i === own ? data.theme.paper : data.theme.surface};stroke:${data.theme.line}` }));
      const shapes = paths.map((d, i) => make("path", world, { d, "data-unit": i, class: "lj-stage-unit", style: `fill:${data.theme.paper}` })); // or they would fade in from black
      const marks = make("g", svg);
      const spots = dots.map((_, i) => make("circle", marks, { "data-unit": shapes.length + i, class: "lj-stage-unit", style: `fill:${data.theme.paper}` }));
      const rings = make("g", svg, { "pointer-events": "none" });
      const names = make("g", svg, { "pointer-events": "none", "text-anchor": "middle", "font-weight": "500" });
      return { box, title, svg, world, shapes, spots, rings, names, index };
    });
    panels.forEach(panel => follow(panel));
    if (data.layout === "grid") return; // too small for buttons: the wheel and a drag still move all twelve
    const tools = make("div", panels[0].box, { class: "lj-stage-tools" });
    for (const [sign, word, act] of [["+", data.words.closer, () => zoom(1.5)], ["−", data.words.farther, () => zoom(1 / 1.5)], ["⌂", data.words.whole, () => { moved = false; fit(); paint(); }]])
      make("button", tools, { type: "button", title: word, "aria-label": word }, sign).onclick = act;
  }

  // the camera --------------------------------------------------------------------------------------------
  const width = () => panels[0].svg.clientWidth || 1;
  const height = () => panels[0].svg.clientHeight || 1;

  // twelve maps in as many columns as make them largest
  function arrange() {
    if (data.layout !== "grid") return void (board.style.gridTemplateColumns = board.style.gridTemplateRows = "");
    const size = columns => Math.min(board.clientWidth / columns / place.wide, ((board.clientHeight - 40) / Math.ceil(panels.length / columns) - 24) / place.high);
    const best = [3, 4, 6].reduce((one, other) => (size(other) > size(one) ? other : one));
    board.style.gridTemplateColumns = `repeat(${best}, 1fr)`;
    board.style.gridTemplateRows = `repeat(${Math.ceil(panels.length / best)}, minmax(0, 1fr))`;
  }

  function fit() {
    if (!panels.length) return;
    arrange();
    if (moved) return;
    const pad = data.layout === "grid" ? 6 : 22;
    camera = { k: Math.min((width() - 2 * pad) / place.wide, (height() - 2 * pad) / Math.max(place.high, 1e-6)), x: 0, y: 0 };
  }

  const screen = point => [width() / 2 + (point[0] - camera.x) * camera.k, height() / 2 + (point[1] - camera.y) * camera.k];

  function zoom(by, about = [width() / 2, height() / 2]) {
    const low = Math.min(width() / place.wide, height() / place.high) / 3;
    const k = Math.min(Math.max(camera.k * by, low), low * 200);
    const part = 1 / camera.k - 1 / k;
    camera.x += (about[0] - width() / 2) * part;
    camera.y += (about[1] - height() / 2) * part;
    camera.k = k;
    moved = true;
    cut = false;
    soon();
  }

  let waiting = 0;
  function soon() {
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; paint(); });
  }

  function follow({ svg, index }) {
    let from = null, dragged = false;
    svg.addEventListener("wheel", event => {
      event.preventDefault();
      const frame = svg.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * 0.0015), [event.clientX - frame.left, event.clientY - frame.top]);
    }, { passive: false });
    svg.addEventListener("pointerdown", event => { from = [event.clientX, event.clientY]; dragged = false; });
    svg.addEventListener("pointermove", event => {
      if (from && event.buttons) {
        const by = [event.clientX - from[0], event.clientY - from[1]];
        if (!dragged && Math.hypot(...by) < 4) return;
        if (!dragged) svg.setPointerCapture(event.pointerId);
        dragged = moved = true;
        camera.x -= by[0] / camera.k;
        camera.y -= by[1] / camera.k;
        from = [event.clientX, event.clientY];
        hover(null);
        soon();
      } else hover(event.target.dataset?.unit, event, index);
    });
    svg.addEventListener("pointerup", event => {
      const unit = event.target.dataset?.unit;
      if (!dragged && from && unit !== undefined) tell("unit", data.units[unit][0]);
      from = null;
    });
    svg.addEventListener("pointerleave", () => hover(null));
    svg.addEventListener("dblclick", () => { moved = false; fit(); paint(); });
  }

  // what is shown -----------------------------------------------------------------------------------------
  const frameOf = index => data.panels[index].frames[data.play ? at : 0];
  const shown = (index, pick) => {
    const key = only[data.shared ? 0 : index];
    return key === undefined || data.panels[index].legend.find(item => item.key === key)?.picks.includes(pick);
  };

  const thick = () => Math.max(1, data.text / 15); // lines and points grow with the letters of a wall

  function paint() {
    if (!panels.length || !panels[0].shapes) return;
    const named = [];
    for (const panel of panels) {
      panel.svg.setAttribute("viewBox", `0 0 ${width()} ${height()}`); // on paper, whose size no script sees, it shrinks
      const { palette } = data.panels[panel.index], frame = frameOf(panel.index), theme = data.theme;
      const classes = (palette.length - 3) / 2, missing = palette.length - 1;
      const t = [width() / 2 - camera.x * camera.k, height() / 2 - camera.y * camera.k];
      panel.world.setAttribute("transform", `translate(${t[0].toFixed(2)} ${t[1].toFixed(2)}) scale(${camera.k.toFixed(5)})`);
      const over = [];
      panel.shapes.forEach((shape, i) => {
        const pick = frame.fills[i], on = shown(panel.index, pick);
        const carried = pick >= classes && pick < 2 * classes;
        const special = on && (pick === missing || carried);
        const stroke = special ? theme.quiet : theme.edge;
        shape.style.cssText = `fill:${pick < 0 ? theme.paper : palette[pick]};stroke:${stroke};stroke-width:${(special ? 1.6 : 1) * thick()};` +
          `stroke-dasharray:${on && pick === missing ? `${5 * thick()} ${4 * thick()}` : "none"};opacity:${on ? 1 : 0.13}`;
        if (special) over.push(shape);
      });
      over.forEach(shape => { if (shape.nextSibling) panel.world.append(shape); }); // dashes lie over the neighbours' lines
      paintSpots(panel, frame, palette, missing, classes);
      named.push([panel, frame, paintRings(panel, frame)]);
    }
    paintNames(named);
    paintCounts();
    if (controls) paintControls();
  }

  function paintSpots(panel, frame, palette, missing, classes) {
    const first = panel.shapes.length, size = (panel.spots.length <= 40 ? 8 : 5.5) * thick();
    const small = data.layout === "grid" ? 0.45 : 1;
    panel.spots.forEach((spot, i) => {
      const [, , x, y] = data.units[first + i], [cx, cy] = screen(place.project([x, y])), pick = frame.fills[first + i];
      spot.setAttribute("cx", cx.toFixed(1));
      spot.setAttribute("cy", cy.toFixed(1));
      spot.setAttribute("r", (pick < 0 ? 3 * thick() : frame.radii ? Math.max(3, frame.radii[i]) : size) * small);
      const on = shown(panel.index, pick);
      spot.style.cssText = `fill:${pick < 0 ? data.theme.quiet : palette[pick]};stroke:${pick === missing || (pick >= classes && pick < 2 * classes) ? data.theme.quiet : "#FFFFFF"};stroke-width:${1.6 * small * thick()};opacity:${on ? 1 : 0.13}`;
    });
  }

  function paintRings(panel, frame) {
    panel.rings.replaceChildren();
    if (!frame.radii || panel.spots.length) return null;
    frame.radii.forEach((size, i) => {
      if (!size || !panel.shapes[i]) return;
      const [cx, cy] = screen(place.project(data.units[i].slice(2, 4)));
      make("circle", panel.rings, { cx: cx.toFixed(1), cy: cy.toFixed(1), r: size, style: `fill:${data.theme.ink};fill-opacity:.5;stroke:${data.theme.paper};stroke-width:1.5;opacity:${shown(panel.index, frame.fills[i]) ? 1 : 0.2}` });
    });
    return frame.radii;
  }

  // names stand only where they fit and cover no other, the larger units' first, as on the large map; where one finds
  // no room, all stand without the word that they share, and stay so while the weeks play
  function paintNames(drawn) {
    panels.forEach(panel => panel.names.replaceChildren());
    if (data.layout === "grid") return;
    const placed = names => drawn.map(one => placeNames(...one, names));
    const told = found => found.reduce((sum, one) => sum + one.told, 0);
    cut = cut && data.short.length > 0;
    const whole = cut ? [] : placed(data.units.map(unit => unit[1])), short = data.short.length ? placed(data.short) : whole;
    cut = cut || told(short) > told(whole);
    (cut ? short : whole).forEach(({ labels }, at) => labels.forEach(label => writeName(...drawn[at], label)));
  }

  function placeNames(panel, frame, radii, given) {
    const size = data.text, taken = [], plate = panel.spots.length > 0 || radii, labels = [];
    let told = 0;
    const spots = panel.shapes.map((_, i) => {
      const [, , x, y, room, west, south, east, north] = data.units[i];
      const [px, py] = screen(place.project([x, y]));
      const [left, low] = screen(place.project([west, south])), [right, high] = screen(place.project([east, north]));
      return { i, px, py, room: (room / (east - west || 1)) * (right - left), high: low - high, area: (right - left) * (low - high) };
    }).sort((a, b) => b.area - a.area);
    if (radii) spots.forEach(({ i, px, py }) => taken.push([px - radii[i], py - radii[i], px + radii[i], py + radii[i]]));
    for (const spot of spots) {
      const name = given[spot.i], broken = name.replace(" ", "\n"), value = frame.texts[spot.i];
      if (!shown(panel.index, frame.fills[spot.i])) continue;
      const tries = radii ? [[name, 1], [name, -1], [broken, 1], [broken, -1]] : [...(value ? [[`${name}\n${value}`, 0], [`${broken}\n${value}`, 0]] : []), [name, 0], [broken, 0]];
      for (const [text, side] of tries) {
        const lines = text.split("\n"), wide = Math.max(...lines.map(line => measure(line))) * size + 4, high = lines.length * size * 1.3;
        const y = spot.py + (side ? side * (radii[spot.i] + high / 2 + 3) : 0);
        const more = plate ? 4 : 0, box = [spot.px - wide / 2 - more, y - high / 2 - more / 2, spot.px + wide / 2 + more, y + high / 2 + more / 2];
        const fits = side || plate || (wide <= spot.room - 2 && high <= spot.high * 0.8);
        if (!fits || taken.some(o => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) continue;
        taken.push(box);
        labels.push({ i: spot.i, x: spot.px, y, lines, box, wide, high });
        told += value && text.endsWith(`\n${value}`) ? 2 : 1;
        break;
      }
    }
    return { labels, told };
  }

  function writeName(panel, frame, radii, { i, x, y, lines, box, wide, high }) {
    const size = data.text, plate = panel.spots.length > 0 || radii, pick = frame.fills[i], { inks } = data.panels[panel.index];
    if (plate) make("rect", panel.names, { x: box[0] + 1, y: box[1] + 1, width: wide + 6, height: high + 2, style: `fill:${data.theme.paper};fill-opacity:.8` });
    const ink = plate || pick < 0 ? data.theme.ink : inks[pick];
    const node = make("text", panel.names, { style: `fill:${ink};font-size:${size}px` });
    lines.forEach((line, n) => make("tspan", node, { x: x.toFixed(1), y: (y - high / 2 + size * (1 + n * 1.3)).toFixed(1) }, line));
  }

  const pen = document.createElement("canvas").getContext("2d"), widths = new Map();
  function measure(line) {
    if (!widths.has(line)) {
      pen.font = `500 20px ${getComputedStyle(root).fontFamily}`;
      widths.set(line, pen.measureText(line).width / 20);
    }
    return widths.get(line);
  }

  function hover(unit, event, index) {
    card.style.display = unit === undefined || unit === null ? "none" : "block";
    if (card.style.display === "none") return;
    card.replaceChildren();
    make("b", card, {}, data.units[unit][1]);
    const told = data.panels.length > 2 ? [index] : data.panels.map((_, i) => i);
    for (const i of told) {
      const frame = frameOf(i), row = make("div", card);
      make("span", row, {}, data.play ? frame.title : data.panels[i].title);
      make("strong", row, {}, frame.texts[unit] || "–");
      if (frame.counts?.[unit]) make("small", row, {}, frame.counts[unit]);
    }
    const frame = root.getBoundingClientRect();
    const x = event.clientX - frame.left, y = event.clientY - frame.top;
    card.style.left = `${Math.min(x + 14, frame.width - card.offsetWidth - 4)}px`;
    card.style.top = `${y + 18 + card.offsetHeight > frame.height ? y - card.offsetHeight - 10 : y + 18}px`;
  }

  // the foot: controls of the play, and a legend for each panel or one for all -----------------------------
  function buildFoot() {
    const held = foot.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    words.replaceChildren();
    controls = data.play ? makeControls() : null;
    const many = data.shared ? [0] : data.panels.map((_, i) => i);
    const row = make("div", words, { class: "lj-stage-legends" });
    for (const index of many) {
      const box = make("div", row, { class: "lj-stage-legend" });
      if (data.panels[index].legend_title) make("b", box, {}, data.panels[index].legend_title);
      for (const item of data.panels[index].legend) {
        const button = make("button", box, { type: "button", "data-key": `${index}.${item.key}`, "aria-pressed": "false" });
        make("i", button, { style: `background:${item.colour};border:${item.border}` });
        make("span", button, {}, item.label);
        make("small", button, { class: "lj-n" });
        button.onclick = () => { only[index] = only[index] === item.key ? undefined : item.key; paint(); };
      }
    }
    if (data.note) make("small", row, { class: "lj-stage-note" }, data.note);
    if (held) foot.querySelector(`[data-key="${held}"]`)?.focus({ preventScroll: true });
  }

  function paintCounts() {
    const first = panels[0].shapes.length;
    const counts = (index, item) => frameOf(index).fills.slice(0, first || undefined).filter(pick => item.picks.includes(pick)).length;
    for (const index of data.shared ? [0] : panels.map(panel => panel.index)) {
      const pressed = only[index], told = data.shared ? panels.map(panel => panel.index) : [index];
      for (const item of data.panels[index].legend) {
        const button = foot.querySelector(`[data-key="${index}.${item.key}"]`);
        button.setAttribute("aria-pressed", String(pressed === item.key));
        button.classList.toggle("lj-off", pressed !== undefined && pressed !== item.key);
        button.querySelector(".lj-n").textContent = told.length > 2 ? "" : told.map(one => counts(one, item)).join(" | ");
      }
    }
  }

  function makeControls() {
    const row = make("div", words, { class: "lj-stage-controls" });
    const button = make("button", row, { type: "button", "data-key": "play" });
    const range = make("input", row, { type: "range", min: 0, max: data.panels[0].frames.length - 1, "aria-label": data.words.week, "data-key": "range" });
    const faster = make("button", row, { type: "button", title: data.words.speed, "aria-label": data.words.speed, "data-key": "speed" });
    button.onclick = () => (timer ? pause(true) : start());
    range.oninput = () => { pause(false); at = Number(range.value); paint(); };
    range.onchange = () => told();
    faster.onclick = () => { speed = (speed + 1) % SPEEDS.length; if (timer) { pause(false); start(); } paint(); };
    return { button, range, faster };
  }

  function paintControls() {
    controls.button.textContent = timer ? "❚❚" : "▶";
    controls.button.setAttribute("aria-label", timer ? data.words.pause : data.words.play);
    controls.range.value = at;
    controls.range.setAttribute("aria-valuetext", frameOf(0).title);
    controls.faster.textContent = ["½×", "1×", "2×"][speed];
    panels[0].title.textContent = frameOf(0).title;
  }

  function start() {
    if (at >= data.panels[0].frames.length - 1) at = 0;
    timer = setInterval(() => {
      if (at >= data.panels[0].frames.length - 1) return pause(true);
      at += 1;
      paint();
    }, SPEEDS[speed]);
    paint();
  }

  function pause(tellIt) {
    clearInterval(timer);
    const ran = timer;
    timer = 0;
    if (ran && tellIt) told();
    if (controls && panels.length) paintControls();
  }

  // the figures beside the map follow once the play rests
  const told = () => tell("week", frameOf(0).week);

  new ResizeObserver(() => { if (panels.length && camera) { fit(); soon(); } }).observe(board);
  return { show, stop: () => pause(false) };
}
