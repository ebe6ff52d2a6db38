// Moves between the scenes of a meeting, all of which are on the page already: nothing is asked of the server.
const STEPS = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
  ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
};
const STRIP_SECONDS = 3, USUAL_SECONDS = 20;

export default function({ parentElement, data }) {
  const show = parentElement.querySelector(".lj-show");
  if (show.dataset.mark !== data.mark) {
    show.innerHTML = data.html; // made by the server, every written value escaped
    show.dataset.mark = data.mark;
  }
  const root = document.documentElement;
  const scenes = [...show.querySelectorAll(".lj-scene")];
  const query = () => new URLSearchParams(location.search);
  const write = (name, value) => {
    const asked = query();
    value ? asked.set(name, value) : asked.delete(name);
    history.replaceState(history.state, "", `${location.pathname}?${asked}`);
  };
  const within = place => Math.min(Math.max(place, 0), scenes.length - 1);
  let at = within((Number(query().get("scene")) || 1) - 1);
  let seconds = Number(query().get("play")) || 0;
  let next = 0, hidden = 0;

  const paint = () => {
    scenes.forEach((scene, place) => scene.classList.toggle("lj-s-on", place === at));
    show.querySelectorAll("[data-go=play]").forEach(one => one.setAttribute("aria-pressed", seconds > 0));
    const count = show.querySelector(".lj-controls-at");
    if (count) count.textContent = `${at + 1} / ${scenes.length}`;
    show.dataset.scene = at + 1;
  };
  // the scene's own map stands in the scene; what lies deeper comes after it (show.ljBelow)
  const ready = part => show.querySelector(`.lj-s-map:not(.lj-s-below)[data-part="${CSS.escape(part)}"]`);
  const made = part => {
    const below = show.querySelector(".lj-s-below"), told = (show.ljBelow || {})[part];
    if (!below || !told) return null;
    if (told.html) below.innerHTML = told.html; // made by the server, every written value escaped
    else {
      below.innerHTML = ready(told.up)?.innerHTML || show.ljBelow[told.up].html;
      below.querySelector(".lj-s-panel").outerHTML = told.panel;
      below.querySelector(`.lj-s-drawn a[href="#part=${CSS.escape(part)}"]`).classList.add("lj-s-chosen");
    }
    below.dataset.part = part;
    below.dataset.up = told.up;
    return below;
  };
  const drill = (part, typed) => {
    const from = drilled(), found = ready(part) || made(part) || ready("");
    show.querySelectorAll(".lj-s-map").forEach(one => one.classList.toggle("lj-s-on", one === found));
    // what a link or a quick click asks for may still be on its way: it opens when it comes
    write("part", found && !show.ljBelow ? part : found?.dataset.part || "");
    const next = typed && found && (found.querySelector(`.lj-s-drawn a[href="#part=${CSS.escape(from)}"]`) || found.querySelector("a"));
    if (next) next.focus({ preventScroll: true });
  };
  const opened = () => scenes[at].querySelector(".lj-s-map.lj-s-on");
  const drilled = () => opened()?.dataset.part || "";
  const wait = () => {
    clearTimeout(next);
    if (seconds > 0) next = setTimeout(() => go((at + 1) % scenes.length), seconds * 1000);
  };
  const go = place => {
    at = within(place);
    paint();
    write("scene", String(at + 1));
    wait();
  };
  const play = () => {
    seconds = seconds > 0 ? 0 : data.seconds || USUAL_SECONDS;
    write("play", seconds ? String(seconds) : "");
    paint();
    wait();
  };
  const strip = stay => {
    root.classList.add("lj-controls-on");
    clearTimeout(hidden);
    hidden = setTimeout(() => root.classList.remove("lj-controls-on"), (stay || STRIP_SECONDS) * 1000);
  };
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  const black = on => show.classList.toggle("lj-black", on);

  const acts = {
    back: () => go(at - 1), on: () => go(at + 1), first: () => go(0), last: () => go(scenes.length - 1),
    play, full, black: () => black(true),
  };
  const typed = event => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("[role=dialog]")) return;
    if (target.closest("input, textarea, select, [contenteditable=true]")) return;
    const pressing = event.key === " " || event.key === "Enter";
    if (pressing && target.closest("button, a")) return;
    const wasBlack = show.classList.contains("lj-black");
    if (wasBlack) black(false);
    else if (event.key in STEPS) go(at + STEPS[event.key]);
    else if (event.key === "Home") acts.first();
    else if (event.key === "End") acts.last();
    else if (event.key === "Escape") drilled() ? drill(opened().dataset.up, true) : strip(8);
    else if (event.key === "p" || event.key === "P") { play(); strip(); }
    else if (event.key === "f" || event.key === "F") full();
    else if (event.key === "b" || event.key === "B" || event.key === ".") black(true);
    else if (event.key === "m" || event.key === "M" || event.key === "Tab") return strip(8);
    else return;
    event.preventDefault();
    event.stopPropagation(); // r and c would be Streamlit's
  };
  const clicked = event => {
    black(false);
    const button = event.target.closest("[data-go]");
    if (button) return acts[button.dataset.go]();
    const link = event.target.closest("a[href^='#part=']");
    if (!link) return;
    event.preventDefault();
    drill(link.getAttribute("href").slice("#part=".length), event.detail === 0);
  };
  const moved = () => strip();
  const came = () => drill(query().get("part") || "");
  const focused = event => event.target.closest(".lj-controls, .st-key-meeting_more") && strip(8);

  document.addEventListener("keydown", typed, true);
  show.addEventListener("click", clicked);
  document.addEventListener("mousemove", moved);
  document.addEventListener("focusin", focused);
  show.addEventListener("lj-below", came);
  root.classList.add("lj-meeting");
  drill(query().get("part") || "");
  paint();
  wait();
  return () => {
    document.removeEventListener("keydown", typed, true);
    show.removeEventListener("click", clicked);
    document.removeEventListener("mousemove", moved);
    document.removeEventListener("focusin", focused);
    show.removeEventListener("lj-below", came);
    root.classList.remove("lj-meeting", "lj-controls-on");
    clearTimeout(next);
    clearTimeout(hidden);
  };
}
