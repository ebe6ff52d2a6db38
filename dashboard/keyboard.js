/* What opens by a key (Find, More) lies at the end of the document: Tab would pass the whole page first. So the focus
   goes into it; Tab stays inside, Escape and a place that was found lead back to what was opened. */
(() => {
  const STOPS = "input:not([disabled]), textarea, button:not([disabled]), a[href], summary, [tabindex='0']";
  const body = () => document.querySelector("[data-testid=stPopoverBody]");
  let opener = null;
  const enter = (times) => {
    const first = body()?.querySelector(STOPS);
    if (first) first.focus();
    else if (times) setTimeout(() => enter(times - 1), 50);
  };
  const leave = () => {
    if (body()) opener?.click();
    opener?.focus();
  };
  document.addEventListener("click", (event) => {
    // a place that was found is gone to: what it was found in has done its work
    if (event.target.closest?.("[class*=st-key-found_] button")) setTimeout(leave, 100);
    const button = event.target.closest?.("[data-testid=stPopoverButton], [data-testid=stPopover] button");
    if (!button) return;
    opener = button;
    if (event.detail === 0 && !body()) enter(40);
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = body();
    if (!open?.contains(document.activeElement)) return;
    if (event.key === "Escape") setTimeout(() => { if (!body()) opener?.focus(); }, 250);
    if (event.key !== "Tab") return;
    const stops = [...open.querySelectorAll(STOPS)].filter((stop) => stop.tabIndex >= 0 && stop.offsetParent !== null);
    const end = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== end) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  });
})();
