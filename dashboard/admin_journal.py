"""The journal: the last acts on this store, and who did them."""

from __future__ import annotations

from typing import Any

from dashboard import blocks, components, takeaway
from dashboard.admin_page import AdminPage
from dashboard.components import Column
from dashboard.formats import number
from dashboard.i18n import mark

LAST = 50
ACTIONS = {
    "init": mark("store made"),
    "receive": mark("file brought in"),
    "load": mark("file loaded"),
    "refused": mark("file refused"),
    "publish": mark("version published"),
    "rollback": mark("rolled back"),
    "withdraw": mark("file withdrawn"),
    "confirm": mark("spelling confirmed"),
    "correct": mark("correction entered"),
    "thin": mark("old figures cleared"),
    "save_view": mark("view kept"),
    "remove_view": mark("view taken away"),
    "rebuild": mark("old figures built again"),
    "pack": mark("meeting saved"),
    "follow_up": mark("follow-up written"),
    "comment": mark("comment written"),
    "comment_withdrawn": mark("comment taken back"),
}


def draw(page: AdminPage) -> None:
    """Draw the last acts, newest first."""
    _, acts = page._, page.store.acts(LAST)
    blocks.show(components.heading(_("What was done, and by whom?"), _("the last {n} acts").format(n=len(acts))))
    if not acts:
        blocks.show(components.empty(_("Nothing was done yet.")))
        return
    columns = [Column("at", _("When")), Column("who", _("Who")), Column("act", _("What")), Column("of", _("Of what"))]
    rows = [[page.at(act.get("at")), str(act.get("who", "–")), action(page, act), about(page, act)] for act in acts]
    blocks.show(components.table(columns, rows, _))
    takeaway.button("journal", lambda: ([column.title for column in columns], rows), _)


def action(page: AdminPage, act: dict[str, Any]) -> str:
    """Return an act in words; one that is not known here by its name in the journal."""
    name = str(act.get("action", ""))
    if name == "load" and act.get("status") == "refused":
        name = "refused"
    return page._(ACTIONS[name]) if name in ACTIONS else name


def about(page: AdminPage, act: dict[str, Any]) -> str:
    """Return what an act was about."""
    _, name = page._, act.get("action")
    if name == "load":
        rows = act.get("rows") or 0
        return f"{act.get('file', '')} · {_('{n} rows').format(n=number(rows))}" if rows else str(act.get("file", ""))
    if name == "confirm":
        unit = str(act.get("org_unit_id", ""))
        return _("“{written}” is {place}").format(written=act.get("written", ""), place=page.names.path(unit))
    if name == "publish":
        return _("{version}, after {parent}").format(version=act.get("version"), parent=act.get("parent") or "–")
    if name == "rollback":
        return _("back to {version}, from {parent}").format(version=act.get("version"), parent=act.get("before"))
    if name == "withdraw":
        return f"{act.get('submission_id', '')} · {act.get('version', '')}"
    if name == "thin":
        return " · ".join(str(version) for version in act.get("versions", ()))
    known = ("at", "who", "action", "account")
    return " · ".join(str(value) for key, value in act.items() if key not in known and value is not None)
