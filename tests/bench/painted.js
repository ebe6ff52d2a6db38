// Notes when the page last painted something that is seen: a change in the document below MAIN, a draw call on a canvas
// of its own. What changes outside the window (a chart further down, drawn when there is time) counts for `last` alone.
(() => {
  const seen = (window.__seen = { began: 0, last: 0, painted: 0, settled: 0, marks: 0 });
  const main = "[data-testid=stMain], #react-entry-point";
  let changed = null;
  // What is changed while a frame is made (in a callback of requestAnimationFrame) is shown by that frame, not by the
  // next one. The first thing after it is what has the highest priority: before any message or timer.
  let framing = false;
  const afterFrame = (work) => scheduler.postTask(work, { priority: "user-blocking" });
  const nextFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (work) =>
    nextFrame((at) => {
      framing = true;
      afterFrame(() => (framing = false));
      work(at);
    });
  const shown = (node) => {
    const { top, bottom, left, right } = node.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && left < innerWidth && right > 0;
  };
  const mark = (nodes) => {
    seen.last = performance.now();
    seen.marks += 1;
    if (changed) return nodes.forEach((node) => changed.add(node));
    changed = new Set(nodes);
    if (framing) return afterFrame(settle);
    nextFrame(() => setTimeout(settle));
  };
  const settle = () => {
    const all = [...changed];
    changed = null;
    seen.settled = performance.now();
    if (all.some(shown)) seen.painted = seen.settled;
  };
  const element = (node) => (node.nodeType === 1 ? node : node.parentElement);
  const inside = (node) => element(node)?.closest(main);
  // What was added is asked where it stands, not the long block that it was added to; what was taken away has left it.
  const places = ({ target, addedNodes, removedNodes }) => {
    const added = [...addedNodes].filter((node) => node.nodeType === 1 && node.isConnected);
    return added.length && !removedNodes.length ? added : [element(target)];
  };
  new MutationObserver((records) => {
    const found = records.filter((record) => inside(record.target));
    if (found.length) mark(found.flatMap(places));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  for (const kind of [WebGLRenderingContext, WebGL2RenderingContext]) {
    for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
      const draw = kind.prototype[name];
      if (!draw) continue;
      kind.prototype[name] = function (...all) {
        if (this.canvas.isConnected) mark([this.canvas]);
        return draw.apply(this, all);
      };
    }
  }
  addEventListener(
    "pointerdown",
    (event) => {
      if (event.target.closest?.("[role=option], .dash-options-list-option, .dash-dropdown-option"))
        seen.began = performance.now();
    },
    true,
  );
})();
