// Notes when the page last painted something: a change in the document below MAIN, a draw call on a canvas of its own.
(() => {
  const seen = (window.__seen = { began: 0, last: 0, painted: 0, marks: 0 });
  const main = "[data-testid=stMain], #react-entry-point";
  let waiting = false;
  const mark = () => {
    seen.last = performance.now();
    seen.marks += 1;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        waiting = false;
        seen.painted = performance.now();
      }),
    );
  };
  const inside = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(main);
  new MutationObserver((records) => {
    if (records.some((record) => inside(record.target))) mark();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  for (const kind of [WebGLRenderingContext, WebGL2RenderingContext]) {
    for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
      const draw = kind.prototype[name];
      if (!draw) continue;
      kind.prototype[name] = function (...all) {
        if (this.canvas.isConnected) mark();
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
