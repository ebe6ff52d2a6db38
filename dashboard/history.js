/* The way back. On a change of page Streamlit makes two steps of one click, in either order: /coverage and, once the
   page has said what it shows, /coverage?week=… ; or /map?week=… with the new page's words, and then /coverage?week=… .
   The way back would end at the first of them: a page that leads on to the second again, or a map that has lost what
   was chosen on it. So what a page adds to an address without any takes that address's place, and what is written into
   the address of a page that a link leads away from is taken back before the next page's comes. */
(() => {
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  const path = address => new URL(address, location.href).pathname;
  let left = ""; // the address that a link of the navigation leads away from
  document.addEventListener("click", event => {
    const link = event.target instanceof Element && event.target.closest("a[data-testid=stTopNavLink]");
    left = link && path(link.href) !== location.pathname ? location.href : "";
  }, true);
  addEventListener("popstate", () => { left = ""; });
  history.pushState = (state, title, url) => {
    const next = new URL(url ?? location.href, location.href);
    const leaving = left !== "" && path(left) === location.pathname;
    if (leaving && next.pathname === location.pathname) return replace(state, title, url);
    if (leaving && location.href !== left) replace(history.state, title, left);
    left = "";
    const completes = next.pathname === location.pathname && location.search === "" && next.search !== "";
    return completes ? replace(state, title, url) : push(state, title, url);
  };
})();
