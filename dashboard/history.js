/* The way back. On a change of page Streamlit goes to /coverage and, once the page has said what it shows, to
   /coverage?week=… : two steps for one click, and the way back would end at the first, which leads on to the second
   again. So what a page adds to an address without any takes that address's place. */
(() => {
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const next = new URL(url ?? location.href, location.href);
    const completes = next.pathname === location.pathname && location.search === "" && next.search !== "";
    return completes ? history.replaceState(state, title, url) : push(state, title, url);
  };
})();
