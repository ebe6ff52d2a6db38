// Gives every text of all scenes that is smaller than `least` pixels, stands out less than `ratio` to one (WCAG) from
// what lies below it, or is cut off by its box or the window: [scene, text, pixels, ratio, what].
([least, ratio]) => {
  const parts = text => {
    const found = (text.match(/[\d.]+/g) || ["0", "0", "0", "0"]).map(Number);
    return [found[0], found[1], found[2], found[3] ?? 1];
  };
  const light = colour => {
    const linear = colour.slice(0, 3).map(one => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const over = (top, below) => [0, 1, 2].map(at => top[at] * top[3] + below[at] * (1 - top[3]));
  const ground = node => {
    const painted = [];
    for (let at = node; at; at = at.parentElement) painted.unshift(parts(getComputedStyle(at).backgroundColor));
    return painted.reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const inside = (svg, box) => {
    const at = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2).matrixTransform(svg.getScreenCTM().inverse());
    let found = ground(svg.parentElement);
    for (const shape of svg.querySelectorAll("path, rect, circle")) {
      const style = getComputedStyle(shape), fill = parts(style.fill);
      if (style.fill !== "none" && shape.isPointInFill(at)) found = over([...fill.slice(0, 3), fill[3] * style.fillOpacity], found);
    }
    return found;
  };
  const cut = (node, box) => {
    for (let at = node; !at.matches(".lj-show"); at = at.parentElement) {
      const frame = at.getBoundingClientRect();
      if (getComputedStyle(at).overflow !== "visible" && (box.right > frame.right + 1 || box.bottom > frame.bottom + 1)) return true;
    }
    return box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  };
  const found = [], walker = document.createTreeWalker(document.querySelector(".lj-show"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), node = walker.currentNode.parentElement;
    if (!text || node.closest(".lj-controls, title, style")) continue;
    const style = getComputedStyle(node), svg = node.ownerSVGElement, range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    const size = parseFloat(style.fontSize) * (svg ? svg.getScreenCTM().a : 1);
    const stands = contrast(parts(svg ? style.fill : style.color), svg ? inside(svg, box) : ground(node));
    const wrong = [size < least - 0.1 && "small", stands < ratio && "faint", cut(svg ? svg.parentElement : node, box) && "cut"].filter(Boolean);
    if (wrong.length) found.push([node.closest(".lj-scene").dataset.scene, text, size.toFixed(1), stands.toFixed(2), wrong.join()]);
  }
  return found;
}
