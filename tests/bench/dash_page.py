"""The page that ours are measured against: map, trend and table in plain Dash, over the same store and queries.

`LINJU_STORE=… python -m tests.bench.dash_page PORT`. Nothing is asked of the network: dash serves its scripts itself,
and the map has no ground below it. Queries are kept by week, as ours are, and the map keeps its view.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import dash
import plotly.graph_objects as go
from dash import Input, Output, dcc, html
from flask import Response

from warehouse import periods
from warehouse.queries import base, catalogue, figures
from warehouse.store import Store

KEY, WEEKS = "branch_coverage", 52
store = Store(Path(os.environ["LINJU_STORE"]))
version = store.current()
assert version is not None
con = base.connect(store.database(version))
weeks: list[str] = catalogue.weeks(con)["period_id"].to_list()
city = catalogue.units(con).filter(level="city")["org_unit_id"][0]
areas = store.database(version).parent / "geometry" / f"areas-{city}.json"
app = dash.Dash(__name__, title="Dash")


@app.server.route("/areas.json")
def geometry() -> Response:
    return Response(areas.read_bytes(), mimetype="application/json", headers={"Cache-Control": "max-age=31536000"})


@lru_cache(maxsize=256)
def below(week: str) -> list[dict[str, Any]]:
    """The districts' figures of a week."""
    frame = figures.below(con.cursor(), city, "district", [KEY], week, week, 3)
    return [{**row, "value": _share(row)} for row in frame.iter_rows(named=True)]


@lru_cache(maxsize=256)
def own(week: str) -> list[tuple[str, float | None]]:
    """The city's figures of the 52 weeks up to one."""
    frame = figures.series(con.cursor(), [city], [KEY], periods.shift(week, 1 - WEEKS), week, 3)
    return [(row["period_id"], _share(row)) for row in frame.iter_rows(named=True)]


def _share(row: dict[str, Any]) -> float | None:
    return row["numerator"] / row["denominator"] if row["numerator"] is not None and row["denominator"] else None


def the_map(week: str) -> go.Figure:
    rows = below(week)
    trace = go.Choroplethmap(
        geojson="/areas.json",
        locations=[row["org_unit_id"] for row in rows],
        featureidkey="properties.id",
        z=[row["value"] for row in rows],
        zmin=0.5,
        zmax=1,
        text=[row["name"] for row in rows],
        colorscale="Blues",
        marker_line_color="white",
    )
    view = {"style": "white-bg", "center": _centre(), "zoom": 8}
    return go.Figure(trace, {"map": view, "height": 460, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "uirevision": 1})


@lru_cache(maxsize=1)
def _centre() -> dict[str, float]:
    import json

    from shapely.geometry import shape

    parts = [shape(feature["geometry"]).centroid for feature in json.loads(areas.read_bytes())["features"]]
    return {"lon": sum(p.x for p in parts) / len(parts), "lat": sum(p.y for p in parts) / len(parts)}


def the_trend(week: str) -> go.Figure:
    found = own(week)
    trace = go.Scatter(x=[at for at, _ in found], y=[value for _, value in found], mode="lines")
    return go.Figure(trace, {"height": 220, "margin": {"l": 40, "r": 8, "t": 8, "b": 40}})


def the_table(week: str) -> html.Table:
    heads = ("name", "value", "numerator", "denominator", "reported_units", "carried_from")
    head = html.Thead(html.Tr([html.Th(name) for name in heads]))
    return html.Table([head, html.Tbody([html.Tr([html.Td(row[name]) for name in heads]) for row in below(week)])])


app.layout = html.Div(
    [
        dcc.Dropdown(weeks, weeks[0], id="week", clearable=False),
        html.H2(id="shown"),
        dcc.Graph(id="map", config={"displayModeBar": False}),
        dcc.Graph(id="trend", config={"displayModeBar": False}),
        html.Div(id="table"),
    ]
)


@app.callback(
    Output("shown", "children"),
    Output("map", "figure"),
    Output("trend", "figure"),
    Output("table", "children"),
    Input("week", "value"),
)
def change(week: str) -> tuple[str, go.Figure, go.Figure, html.Table]:
    return week, the_map(week), the_trend(week), the_table(week)


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]), debug=False)
