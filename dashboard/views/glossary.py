"""Glossary: what does each figure mean, how is it counted, and what have others published?"""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from dashboard import blocks, components, data, takeaway
from dashboard.context import Context, current
from dashboard.formats import Figure, figure_text, number, week_long
from dashboard.glossary_terms import Published, Term, terms
from dashboard.i18n import Words
from dashboard.lineage_links import figure_link

FEW = 3  # so few hits are shown in full


def own_figures(page: Context, found: list[Term]) -> dict[str, Figure]:
    """Return the selected unit's figures of the week, to stand beside the published ones."""
    chosen = page.selection
    keys = tuple(term.key for term in found)
    frame = data.series(chosen.database, (chosen.unit_id,), keys, chosen.week, chosen.week, chosen.small_cell)
    return {key[1]: figure for key, figure in data.figures_of(frame).items()}


def contents(found: list[Term]) -> str:
    """Return the line of links to the sections."""
    links = "".join(
        f'<a href="#section-{section}">{section} {escape(next(iter(group)).section_name)}</a>'
        for section, group in groupby(found, key=lambda term: term.section)
    )
    return f'<nav class="lj-terms-nav">{links}</nav>'


def entry(term: Term, figure: Figure | None, page: Context, *, unfolded: bool) -> str:
    """Return one term: name, unit and definition; unfolded its formula, goal, sources, caveats and figures."""
    _, indicator = page._, page.indicators[term.key]
    own = figure_text(figure, indicator, page.lang, _, page.selection.small_cell) if figure else ""
    kind = " · ".join(part for part in (term.unit, term.measure, term.better) if part)
    rows = [(_("Numerator"), escape(term.numerator))]
    rows += [(_("Denominator"), escape(term.denominator))] if term.denominator else []
    rows += [(_("Type of figure"), escape(kind))]
    rows += [(_("Goal"), escape(term.goal))] if term.goal else []
    rows += [(_("Reported in"), escape(term.reported))]
    rows += [(_("To bear in mind"), escape(term.caveat))] if term.caveat else []
    rows += [(_("Reports"), "<br>".join(escape(source) for source in term.sources))] if term.sources else []
    rows += [(_("Published figures"), published(term.published, page))] if term.published else []
    if own:
        said = f"{page.units.name(page.selection.unit_id, page.lang)}, {week_long(page.selection.week, _)}"
        link = f'<a href="{escape(figure_link(page, term.key))}" target="_self">{escape(own)}</a>'
        rows.append((_("Here"), f"{link} <small>{escape(said)}</small>"))
    body = "".join(f"<dt>{escape(name)}</dt><dd>{text}</dd>" for name, text in rows)
    state = " open" if unfolded else ""
    return (
        f'<details class="lj-term" id="{escape(term.key)}"{state}><summary>'
        f'<span class="lj-term-name">{escape(term.name)}</span>'
        f'<span class="lj-term-other">{escape(term.other_name)}</span>'
        f'<span class="lj-term-said">{escape(term.definition)}</span>'
        f'<span class="lj-term-own">{escape(own)}</span></summary><dl>{body}</dl></details>'
    )


def published(found: tuple[Published, ...], page: Context) -> str:
    """Return the published figures as a small table; those of another span or level say so."""
    _ = page._
    lines = []
    for item in found:
        note = escape(_("not comparable: another span or level")) if item.apart else ""
        lines.append(
            f"<tr><td>{escape(item.place)}</td><td>{escape(item.as_of)}</td>"
            f'<td class="lj-n">{escape(item.text)}</td><td class="lj-q">{note}</td></tr>'
        )
    return f'<table class="lj-table lj-published"><tbody>{"".join(lines)}</tbody></table>'


def draw() -> None:
    """Draw the page."""
    page = current()
    _, chosen = page._, page.selection
    everything = terms(
        *data.catalogue_of(chosen.database), data.data_set_names(chosen.database, chosen.lang), chosen.lang, _
    )
    small = _("{n} indicators; published figures are of other places").format(n=number(len(everything)))
    blocks.show(components.heading(_("What does each figure mean?"), small))
    wanted = st.text_input(
        _("Search the glossary"), key="q", placeholder=_("Search: a name, a word of a definition"),
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    found = [term for term in everything if term.holds(wanted or "")]
    if not found:
        blocks.show(components.empty(_("No indicator has these words.")))
        return
    own = own_figures(page, found)
    parts = [contents(found)]
    for section, group in groupby(found, key=lambda term: term.section):
        members = list(group)
        title = escape(members[0].section_name)
        parts.append(f'<h3 class="lj-terms-h" id="section-{section}">{section} {title}</h3>')
        parts += [entry(term, own.get(term.key), page, unfolded=len(found) <= FEW) for term in members]
    blocks.show("".join(parts))
    takeaway.button("glossary", lambda: listed(found, _), _)


def listed(found: list[Term], _: Words) -> tuple[list[str], list[list[takeaway.Cell]]]:
    """Return the terms as a table, for a file."""
    heads = [_("Indicator"), _("Name in the other language"), _("Meaning"), _("Numerator"), _("Denominator")]
    heads += [_("Unit"), _("Type of figure"), _("Goal"), _("Reported in"), _("To bear in mind"), _("Reports")]
    return heads, [
        [term.name, term.other_name, term.definition, term.numerator, term.denominator, term.unit, term.measure,
         term.goal, term.reported, term.caveat, "; ".join(term.sources)]
        for term in found
    ]  # fmt: skip


draw()
