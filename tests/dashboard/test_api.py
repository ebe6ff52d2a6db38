"""The HTTP interface: answers are the store's rows, what the pages hide is hidden, what is documented is accepted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import api, api_params, narrowed
from warehouse.queries import base, figures
from warehouse.store import Store

DOCUMENT = json.loads(api.DOCUMENT.read_text(encoding="utf-8"))
WEEK = "2026-W46"


@pytest.fixture(scope="module")
def client(published: Store) -> Iterator[TestClient]:
    yield TestClient(Starlette(routes=api.api_routes(published.root)))
    api._connection.cache_clear()


def items(client: TestClient, address: str) -> list[dict[str, object]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_figures_are_the_rows_of_the_store(client: TestClient, con: base.Connection) -> None:
    query = (
        "SELECT org_unit_id, indicator_id, period_id, CAST(numerator AS DOUBLE), CAST(denominator AS DOUBLE),"
        " expected_units, reported_units FROM fct_indicator JOIN dim_org_unit USING (org_unit_id)"
        " WHERE district_id = 'd1' AND fct_indicator.level = 'street' AND period_id BETWEEN '2026-W40' AND '2026-W46'"
        " AND indicator_id IN ('branch_coverage', 'complaints_received')"
    )
    wanted = sorted(con.cursor().execute(query).fetchall())
    asked = (
        "figures.json?unit=d1&level=street&indicator=branch_coverage,complaints_received&from=2026-W40&to=2026-W46"
    )
    found = items(client, asked)
    names = (
        "org_unit_id",
        "indicator_id",
        "period_id",
        "numerator",
        "denominator",
        "expected_units",
        "reported_units",
    )
    assert wanted
    assert sorted(tuple(row[name] for name in names) for row in found) == wanted
    for row in found:
        if row["indicator_id"] == "branch_coverage" and row["denominator"]:
            assert row["value"] == row["numerator"] / row["denominator"]  # type: ignore[operator]
        elif row["indicator_id"] == "complaints_received":
            assert row["value"] == row["numerator"]
    children = items(client, asked.replace("level=street", "level=children"))
    assert children == found


def test_the_csv_says_the_same_and_a_spreadsheet_opens_it(client: TestClient) -> None:
    asked = "?unit=city,d1&indicator=branch_coverage&from=2026-W40&lang=en"
    answer = client.get(f"/api/v1/figures.csv{asked}")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = items(client, f"figures{asked}")
    assert len(rows) == len(told) == 14 == int(answer.headers["x-total-count"])
    assert [float(row["numerator"]) for row in rows] == [row["numerator"] for row in told]
    assert rows[0]["indicator"] == told[0]["indicator"] == "Branch coverage"


def test_small_counts_of_persons_stay_hidden_below_street_level(client: TestClient, con: base.Connection) -> None:
    small = figures.below(con, "d1", "community", ["members_new"], WEEK, WEEK, 3).filter("suppressed")
    found = {
        row["org_unit_id"]: row for row in items(client, "figures?unit=d1&level=community&indicator=members_new")
    }
    assert small.height > 0
    for unit in small["org_unit_id"]:
        assert (found[unit]["state"], found[unit]["value"], found[unit]["numerator"]) == ("too_few", None, None)
    assert not [row for row in found.values() if row["numerator"] in (1, 2)]


def test_why_there_is_no_value_is_said(client: TestClient) -> None:
    def state(unit: str, indicator: str) -> object:
        return items(client, f"figures?unit={unit}&indicator={indicator}&week={WEEK}")[0]["state"]

    assert state("d9", "complaints_received") == "not_submitted"
    assert state("d9", "branch_coverage") == "carried"
    assert state("d1s1c1", "report_back_rate") == "nothing_to_count"
    assert state("d1", "branch_coverage") == "reported"


@pytest.mark.parametrize(
    ("more", "limit"),
    [("level=estate&indicator=branch_coverage", 70), ("level=district&from=2026-W42&indicator=branches,estates", 4),
     ("level=district&from=2026-W42&indicator=branches,estates", 50)],
)  # fmt: skip
def test_pages_of_rows_add_up_to_the_whole(client: TestClient, more: str, limit: int) -> None:
    asked = f"/api/v1/figures?{more}"
    whole = items(client, asked.removeprefix("/api/v1/"))
    found: list[object] = []
    follow: str | None = f"{asked}&limit={limit}"
    while follow:
        page = client.get(follow).json()
        assert page["total"] == len(whole) > limit
        found += page["items"]
        follow = page["next"]
        assert follow is None or "version=v00001" in follow
    assert found == whole
    beyond = client.get(f"{asked}&offset=99999").json()
    assert (beyond["total"], beyond["items"]) == (len(whole), [])
    assert 'rel="next"' in client.get("/api/v1/figures.csv?level=estate&limit=1").headers["link"]


def test_the_same_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/v1/figures?unit=d1")
    tag = first.headers["etag"]
    again = client.get("/api/v1/figures?unit=d1", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert tag != client.get("/api/v1/figures?unit=d2").headers["etag"]
    assert first.headers["x-linju-version"] == "v00001"


@pytest.mark.parametrize(
    ("asked", "parameter", "said"),
    [
        ("figures?unit=nowhere", "unit", "nowhere"),
        ("figures?indicator=branch_coverage;x", "indicator", "branch_coverage;x"),
        ("figures?week=2026-W60", "week", "2026-W46"),
        ("figures?week=2019-W01", "week", "to 2026-W46"),
        ("figures?week=2026-W46&from=2026-W40", "week", "either"),
        ("figures?from=2026-W46&to=2026-W40", "from", "after"),
        ("figures?level=planet", "level", "children"),
        ("figures?unit=e001&level=children", "level", "no parts"),
        ("figures?lang=fr", "lang", "zh or en"),
        ("figures?limit=0", "limit", "50000"),
        ("figures?limit=-1", "limit", "50000"),
        ("figures?offset=x", "offset", "0 to"),
        ("figures?unit=d1&unit=d2", "unit", "commas"),
        ("figures?unitt=d1", "unitt", "There is no such parameter"),
        ("figures?unit=d1' OR 1=1 --", "unit", "OR 1=1"),
        ("units?week=2026-W46", "week", "no such parameter"),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(client: TestClient, asked: str, parameter: str, said: str) -> None:
    answer = client.get(f"/api/v1/{asked}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    fault = answer.json()["errors"][0]
    assert fault["parameter"] == parameter
    assert said in fault["message_en"]
    assert fault["message_zh"] != fault["message_en"]


@pytest.mark.parametrize("version", ["v00002", "v1", "../v00001", "v00001/.."])
def test_a_version_that_is_not_there(client: TestClient, version: str) -> None:
    answer = client.get("/api/v1/figures", params={"version": version})
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["parameter"] == "version"


def test_the_register_the_catalogue_and_the_version(client: TestClient, con: base.Connection) -> None:
    streets = items(client, "units?unit=d1&level=street")
    wanted = con.cursor().execute("SELECT org_unit_id FROM dim_org_unit WHERE parent_id = 'd1'").fetchall()
    assert sorted(row["org_unit_id"] for row in streets) == sorted(row[0] for row in wanted)  # type: ignore[type-var]
    assert streets == items(client, "units?unit=d1&level=children")
    names = {row["indicator_id"]: row for row in items(client, "indicators")}
    assert names["members_new"]["persons"] and not names["branch_coverage"]["persons"]
    about = client.get("/api/v1/version").json()
    assert (about["version"], about["last_week"], about["small_cell"]) == ("v00001", WEEK, 3)


def test_the_whole_file_is_the_published_one(client: TestClient, published: Store, tmp_path: Path) -> None:
    answer = client.get("/api/v1/database")
    assert answer.content == published.database("v00001").read_bytes()
    assert "linju-v00001.duckdb" in answer.headers["content-disposition"]
    settings = published.config.read_text(encoding="utf-8")
    assert "whole_file = true" in settings
    try:
        published.config.write_text(settings.replace("whole_file = true", "whole_file = false"), encoding="utf-8")
        assert client.get("/api/v1/database").status_code == 403
    finally:
        published.config.write_text(settings, encoding="utf-8")


def test_nothing_can_be_written(client: TestClient) -> None:
    for address in DOCUMENT["paths"]:
        assert client.post(address).status_code == 405
        assert client.delete(address).status_code == 405


def test_no_store_says_so(tmp_path: Path) -> None:
    answer = TestClient(Starlette(routes=api.api_routes(tmp_path))).get("/api/v1/version")
    assert answer.status_code == 503 and answer.json()["errors"]


def test_every_route_is_documented_with_the_parameters_that_it_accepts(client: TestClient, tmp_path: Path) -> None:
    routes = {route.path for route in api.api_routes(tmp_path)}
    assert set(DOCUMENT["paths"]) == routes
    assert client.get("/api/v1/openapi.json").json() == DOCUMENT
    for path, methods in DOCUMENT["paths"].items():
        documented = [item["$ref"].rpartition("/")[2] for item in methods["get"].get("parameters", [])]
        endpoint = path.removeprefix("/api/v1/").partition(".")[0]
        assert documented == list(api_params.ACCEPTED.get(endpoint, ())), path
        for name in documented:
            assert DOCUMENT["components"]["parameters"][name]["name"] == name
            value = {"unit": "d1", "week": WEEK, "from": "2026-W40", "to": WEEK, "lang": "en", "level": "street"}
            value |= {"indicator": "complaints_received", "category": "noise", "channel": "other"}
            value |= {"limit": "5", "offset": "1", "version": "v00001"}
            assert client.get(path, params={name: value[name]}).status_code == 200, (path, name)


def test_what_is_documented_of_a_row_is_what_is_sent(client: TestClient) -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for address, schema in (("figures", "Figure"), ("units", "Unit"), ("indicators", "Indicator")):
        assert list(items(client, address)[0]) == list(schemas[schema]["properties"])
    assert set(client.get("/api/v1/version").json()) == set(schemas["Version"]["properties"])
    level, state = DOCUMENT["components"]["parameters"]["level"], schemas["Figure"]["properties"]["state"]
    assert level["schema"]["enum"] == [api_params.CHILDREN, *api_params.LEVELS]
    assert set(state["enum"]) == {"reported", "carried", "not_submitted", "nothing_to_count", "too_few"}
    limit = DOCUMENT["components"]["parameters"]["limit"]["schema"]
    assert (limit["default"], limit["maximum"]) == (api_params.DEFAULT_LIMIT, api_params.MOST)


def test_complaints_of_one_category_and_channel(client: TestClient, con: base.Connection) -> None:
    query = (
        "SELECT org_unit_id, CAST(sum(received) AS DOUBLE), CAST(sum(resolved) AS DOUBLE),"
        " CAST(sum(received) FILTER (WHERE resolved IS NOT NULL) AS DOUBLE) FROM fct_complaint"
        f" WHERE level = 'district' AND period_id = '{WEEK}' AND category = 'parking' AND channel = 'hotline'"
        " GROUP BY 1"
    )
    wanted = {row[0]: row[1:] for row in con.cursor().execute(query).fetchall()}
    asked = "figures?level=district&category=parking&channel=hotline"
    found = {(row["org_unit_id"], row["indicator_id"]): row for row in items(client, asked)}
    assert {key for _unit, key in found} == set(narrowed.SHOWN)
    assert wanted
    for unit in {unit for unit, _key in found}:
        received, rate = found[unit, "complaints_received"], found[unit, "resolution_rate"]
        if received["state"] == "not_submitted":
            assert unit not in wanted and rate["state"] == "not_submitted" and rate["value"] is None
        else:
            assert (received["value"], rate["numerator"], rate["denominator"]) == wanted.get(unit, (0, 0, 0))
    assert found["d9", "complaints_received"]["state"] == "not_submitted"


def test_what_is_not_kept_by_category_is_refused(client: TestClient) -> None:
    for asked, said in (
        ("category=parking&indicator=branch_coverage", "not branch_coverage"), ("category=cars", "environment"),
    ):  # fmt: skip
        answer = client.get(f"/api/v1/figures?{asked}")
        assert answer.status_code == 400 and said in answer.json()["errors"][0]["message_en"]
