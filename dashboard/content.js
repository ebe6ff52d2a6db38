// Puts HTML where it stands (data-lj-html, as dashboard/pictures.py seals it), beside Streamlit's own element, which
// would put it in anew at every change. Here only what differs is touched: what stays is not laid out again, what
// somebody unfolded stays unfolded, and a chart keeps its place and is told its new figure (chart.js).
(() => {
const FORBIDDEN = "script, iframe, object, embed, link, meta, base, form, foreignObject";
const RUNS = new RegExp(`^${[..."javascript:"].map((sign) => `[\\s\\0-\\x1f]*${sign}`).join("")}`, "i");  // however it is spaced

// All words in it were escaped where the page was written; should one ever not be, it still runs nothing.
function harmless(html) {
  const held = document.createElement("template");
  held.innerHTML = html;
  held.content.querySelectorAll(FORBIDDEN).forEach((node) => node.remove());
  const harmful = [];
  for (const node of held.content.querySelectorAll("*")) {
    for (const attribute of node.attributes) if (/^on/i.test(attribute.name) || RUNS.test(attribute.value)) harmful.push(attribute);
  }
  for (const attribute of harmful) attribute.ownerElement.removeAttributeNode(attribute);
  return held.content;
}

const alike = (before, after) => before.nodeName === after.nodeName && before.dataset?.ljKey === after.dataset?.ljKey;

// What somebody unfolded stays so, if it is still the same: another list of the same page in its place is folded.
const said = (details) => details.querySelector("summary")?.textContent;
const keepsOpen = (before, after) => before.nodeName === "DETAILS" && said(before) === said(after);

function attributes(before, after) {
  for (const {name, value, namespaceURI} of after.attributes) {
    if (before.getAttribute(name) !== value) before.setAttributeNS(namespaceURI, name, value);
  }
  for (const {name} of [...before.attributes]) {
    if (!after.hasAttribute(name) && !(name === "open" && keepsOpen(before, after))) before.removeAttribute(name);
  }
}

function become(before, after) {
  if (before.nodeType !== Node.ELEMENT_NODE) {
    if (before.data !== after.data) before.data = after.data;
    return;
  }
  attributes(before, after);
  if (before.dataset.ljFigure === undefined) children(before, after);  // what is in a chart's place is plotly's
  if (before.open) before.dispatchEvent(new Event("toggle"));  // its table is made anew (takeaway.js)
}

function children(before, after) {
  const stood = [...before.childNodes], fresh = [...after.childNodes];
  fresh.forEach((node, at) => {
    if (!stood[at]) before.append(node);
    else if (stood[at].isEqualNode(node)) return;
    else if (alike(stood[at], node)) become(stood[at], node);
    else stood[at].replaceWith(node);
  });
  stood.slice(fresh.length).forEach((node) => node.remove());
}

function put(held) {
  const holder = held.parentElement, fresh = harmless(decodeURIComponent(held.dataset.ljHtml));
  delete held.dataset.ljHtml;
  holder.hidden = true;
  let stands = holder.nextElementSibling;
  if (!stands?.classList.contains("lj-content")) {
    stands = document.createElement("div");
    stands.className = "lj-content";
    holder.after(stands);
  }
  if (stands.ljPage === location.pathname) return children(stands, fresh);
  stands.ljPage = location.pathname;  // another page in the same place has nothing to do with this one
  stands.replaceChildren(fresh);
}

// Streamlit knows nothing of what stands beside its element: when that goes or holds something else, this goes too.
function tidy(target) {
  for (const left of [target.nextElementSibling, ...target.children]) {
    const holder = left?.previousElementSibling;
    if (!left?.classList.contains("lj-content") || holder?.querySelector(":scope > .lj-held")) continue;
    left.remove();
    if (holder) holder.hidden = false;
  }
}

const inPage = (node) => node.nodeType === Node.ELEMENT_NODE && node.namespaceURI.endsWith("xhtml");
new MutationObserver((records) => {
  const held = new Set();
  for (const {addedNodes, removedNodes, target} of records) {
    for (const node of addedNodes) {
      if (!inPage(node) || !node.isConnected) continue;
      if (node.dataset.ljHtml !== undefined) held.add(node);
      else node.querySelectorAll("[data-lj-html]").forEach((found) => held.add(found));
    }
    if (target.isConnected && [...removedNodes].some(inPage)) tidy(target);
  }
  held.forEach(put);
}).observe(document, {childList: true, subtree: true});
})();
