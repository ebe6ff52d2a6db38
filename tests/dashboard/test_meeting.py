"""The meeting room: plans in the URL, what moved since the last meeting, scenes of one version, saved meetings."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import by_address, fair, i18n, meeting_charts, meeting_reports
from dashboard.axes import Style
from dashboard.by_address import made_route
from dashboard.formats import Figure, Indicator
from dashboard.map_labels import contrast
from dashboard.meeting_plan import SCENES, Plan, ordered, plan_of, query_of, running
from dashboard.since import causes_of, since
from dashboard.theme import DARK, LIGHT, Theme
from tests.dashboard.conftest import text_of
from warehouse import follow_ups, packs, periods
from warehouse.queries import base
from warehouse.ranking import Rule
from warehouse.store import Store

RATE = Indicator("r", "Rate", "share", "stock", "up", is_rate=True)
COUNT = Indicator("c", "Count", "count", "flow", "down")
Run = Callable[..., AppTest]


@pytest.fixture
def store(published: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A copy of the sample that may be written to; as a published version it needs a manifest."""
    root = tmp_path / "store"
    shutil.copytree(published.root, root)
    made = Store(root)
    manifest = made.version_dir(str(made.current())) / "manifest.json"
    if not manifest.exists():
        manifest.write_text("{}", encoding="utf-8")
    return made


@pytest.fixture
def page(app: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LINJU_STORE", str(store.root))
    return app


def shown(at: AppTest) -> str:
    """Return the HTML of the scenes, as it goes to the browser."""
    assert not at.exception
    return str(sent(at, "linju_meeting")["html"])


def sent(at: AppTest, name: str) -> dict[str, Any]:
    """Return what a component of the page is given."""
    (found,) = [one.proto.json for one in at.get("bidi_component") if one.proto.component_name == name]
    return json.loads(found)  # type: ignore[no-any-return]


def below_of(at: AppTest) -> dict[str, dict[str, str]]:
    """Return what the map of a meeting leads to, as the browser fetches it."""
    return by_address.content(Path(sent(at, "linju_meeting_below")["address"]).stem)  # type: ignore[no-any-return]


def test_a_plan_survives_the_url() -> None:
    plan = Plan(("map", "questions"), 20, "p00003")
    asked = query_of(plan, "v00007")
    assert plan_of(asked) == plan and running(asked) and asked["version"] == "v00007"
    assert plan_of({"scenes": "map.nonsense.map", "play": "soon"}) == Plan(("map",))
    assert plan_of({}).scenes == tuple(SCENES) and not running({"scene": "x"}) and not running({})
    assert ordered(["questions", "map"]) == ("map", "questions")


def test_what_moved_is_told_apart_from_what_was_restated() -> None:
    then, then_now, now = Figure(80, 100), Figure(90, 100), Figure(93, 100)
    (item,) = since([RATE], {"r": then}, {"r": then_now}, {"r": now}, {"r": "corrected"})
    assert item.restated == pytest.approx(0.10) and item.moved == pytest.approx(0.03)
    shift = (item.restated or 0) + (item.moved or 0)
    assert shift == pytest.approx((now.value(RATE) or 0) - (then.value(RATE) or 0))
    (silent,) = since([COUNT], {"c": Figure(5)}, {}, {"c": Figure(7)}, {})
    assert silent.restated is None and silent.moved is None
    assert not item.unlike and not silent.unlike
    (fewer,) = since([COUNT], {}, {"c": Figure(9, None, 10, 10)}, {"c": Figure(5, None, 10, 6)}, {})
    assert fewer.moved == -4 and fewer.unlike  # four of ten did not report: nothing got better
    rows = [{"org_unit_id": "a", "indicator_id": "r", "cause": "new"}, {"org_unit_id": "b", "indicator_id": "c"}]
    assert causes_of(rows, "a") == {"r": "new"}


def test_since_when_a_unit_stands_behind() -> None:
    weeks = periods.span("2026-W01", "2026-W10")
    rule = Rule("up", is_rate=True)
    grid = {}
    for place, week in enumerate(weeks):
        for unit, value in (("a", 90), ("b", 80), ("c", 70 if place >= 6 else 95)):
            grid[unit, "r", week] = Figure(value, 100, 1, 1)
    assert fair.since("c", ["a", "b", "c"], RATE, rule, "2026-W10", grid, 1) == "2026-W07"
    assert fair.since("b", ["a", "b", "c"], RATE, rule, "2026-W10", grid, 2) == "2026-W01"


def test_a_gap_in_the_line_stays_a_gap() -> None:
    style = Style(LIGHT, "en", i18n.words("en"))
    weeks = periods.span("2026-W01", "2026-W05")
    drawn = meeting_charts.line(
        [1, 2, None, 4, 5], [None] * 5, weeks, "count", style, width=900, height=500, label="<x>"
    )
    path = re.search(r'd="([^"]+)" class="lj-s-line"', drawn)
    assert path and path[1].count("M") == 2 and path[1].count("L") == 2
    assert "&lt;x&gt;" in drawn and "<x>" not in drawn
    assert meeting_charts.line([None], [None], weeks[:1], "count", style, width=9, height=9, label="") == ""


def test_no_letter_of_a_scene_is_smaller_than_24_pixels() -> None:
    css = (Path(dashboard.__file__).parent / "meeting.css").read_text(encoding="utf-8")
    scenes = css.split("/* What lies below")[0]
    sizes = [int(size) for size in re.findall(r"font-size: calc\((\d+) \*", scenes)]
    assert min(sizes) == 24 and max(sizes) == 96 and len(sizes) > 20
    assert [size for size in re.findall(r"font-size: (\d+)px", scenes) if int(size) < 24] == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_words_of_a_scene_are_legible(theme: Theme) -> None:
    for ground in (theme.paper, theme.surface):
        for ink in (theme.ink, theme.quiet, theme.better, theme.worse):
            assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_scene_says_version_week_and_that_data_are_made_up(page: Run, store: Store, lang: str) -> None:
    version = str(store.current())
    html = shown(page("meeting", scene="1", version=version, lang=lang))
    _ = i18n.words(lang)
    scenes = html.count('<section class="lj-scene')
    assert scenes == len(SCENES) - 1  # nothing was saved yet, so nothing can have moved since
    assert html.count(f"{version}") >= scenes
    assert html.count(_("Made-up data")) == scenes
    assert html.count("<footer>") == scenes


def test_a_map_goes_down_to_the_estates_and_back(page: Run, store: Store) -> None:
    at = page("meeting", scene="1", scenes="map", lang="en")
    scene, below = shown(at), below_of(at)
    with base.connect(store.database(str(store.current()))) as con:
        rows = con.execute(
            "SELECT u.org_unit_id, u.level, u.parent_id, u.name_en, f.numerator / f.denominator FROM dim_org_unit u "
            "LEFT JOIN fct_indicator f ON f.org_unit_id = u.org_unit_id AND f.indicator_id = 'branch_coverage' "
            "AND f.period_id = (SELECT max(period_id) FROM fct_indicator) "
            "WHERE u.valid_to IS NULL AND u.lng IS NOT NULL"
        ).fetchall()
    known = {unit: (level, parent, name, value) for unit, level, parent, name, value in rows}
    depths = {"street": 0, "community": 0}
    for unit, (level, parent, name, value) in known.items():
        if level == "district":
            assert below[unit]["up"] == "" and f'href="#part={unit}"' in scene
        elif level == "street":
            part = below[unit]
            assert part["up"] == parent and f'href="#part={unit}"' in below[parent]["html"]
            assert f'href="#part={parent}"' in part["html"] and 'href="#part="' in part["html"]  # the ways back
            depths[level] += 1
        elif level == "estate":
            part = below[parent]
            street = known[parent][1]
            assert part["up"] == street and f'href="#part={parent}"' in below[street]["html"]
            assert name in part["panel"] and f'href="#part={street}"' in part["panel"]
            assert value is None or value != value or f"{value * 100:.1f} %" in part["panel"]
            depths["community"] += 1
    assert min(depths.values()) > 5
    street = next(unit for unit, row in known.items() if row[0] == "street")
    inside = page("meeting", scene="1", scenes="map", lang="en", unit=street)
    assert {part["up"] for part in below_of(inside).values()} == {""}


def test_what_a_map_leads_to_comes_by_an_address_that_names_it(page: Run, store: Store) -> None:
    sent_with = [
        json.dumps(sent(page("meeting", scene="1", lang=lang), "linju_meeting_below")) for lang in ("en", "en", "zh")
    ]
    assert max(map(len, sent_with)) < 100 and sent_with[0] == sent_with[1] != sent_with[2]
    made = TestClient(Starlette(routes=[made_route()]))
    address = json.loads(sent_with[0])["address"]
    packed = made.get(address)
    assert packed.headers["content-encoding"] == "gzip" and packed.headers["cache-control"].startswith("private")
    assert packed.json() == made.get(address, headers={"accept-encoding": "identity"}).json() != {}
    lost = made.get("/made/0123456789abcdef.json")
    assert lost.status_code == 404 and lost.headers["cache-control"] == "no-store"


def test_only_the_newest_answers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_address, "KEPT", 2)
    calls: list[int] = []

    def ask(number: int) -> str:
        return by_address.address(("test", number), lambda: calls.append(number) or [number])

    first, again = ask(1), ask(1)
    assert first == again and calls == [1]
    ask(2), ask(1), ask(3)
    assert by_address.content(Path(first).stem) == [1] and calls == [1, 2, 3]
    ask(2)
    assert calls == [1, 2, 3, 2]


def test_a_meeting_shows_what_was_asked_escaped(page: Run, store: Store) -> None:
    week = "2026-W40"
    follow_ups.add(store, "<script>alert(1)</script> & why?", unit="d1", week=week, due=date(2020, 1, 1))
    html = shown(page("meeting", scene="1", scenes="questions", lang="en"))
    assert "<script>" not in html and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; why?" in html
    assert "overdue" in html and html.count('<section class="lj-scene') == 1
    elsewhere = shown(page("meeting", scene="1", scenes="questions", lang="en", unit="d2"))
    assert "why?" not in elsewhere and "No follow-up is open here." in elsewhere


def test_an_older_pack_shows_what_was_open_when_it_was_saved(page: Run, store: Store) -> None:
    version = str(store.current())
    asked = {"version": version, "week": "2026-W40", "indicator": "branch_coverage", "scenes": ("questions",)}
    first = packs.save(store, "first", unit=root_of(store), **asked)  # type: ignore[arg-type]
    (store.packs / "p00002.json").write_text(
        (store.packs / "p00001.json").read_text("utf-8").replace(first.saved_at, "2999-01-01T00:00:00+08:00"), "utf-8"
    )
    follow_ups.add(store, "asked later", unit=root_of(store), week="2026-W40")
    line = follow_ups.path_of(store).read_text("utf-8").replace('"at": "20', '"at": "29')
    follow_ups.path_of(store).write_text(line, "utf-8")
    old = shown(page("meeting", scene="1", scenes="questions", pack=first.pack_id, lang="en"))
    new = shown(page("meeting", scene="1", scenes="questions", pack="p00002", lang="en"))
    assert "asked later" not in old and "as of" in old
    assert "asked later" in new


def root_of(store: Store) -> str:
    with (store.org_units).open(encoding="utf-8") as stream:
        head = stream.readline().strip().split(",")
        rows = [dict(zip(head, line.strip().split(","), strict=False)) for line in stream]
    return next(row["id"] for row in rows if row["level"] == "city")


def test_the_start_screen_saves_a_meeting_that_opens_again(page: Run, store: Store) -> None:
    at = page("meeting", lang="en", week="2026-W40")
    at.text_input(key="meeting_name").set_value("Monday <b>")
    at.button(key="meeting_save").click().run()
    (pack,) = packs.saved(store)
    assert (pack.name, pack.week, pack.version) == ("Monday <b>", "2026-W40", store.current())
    assert "Monday &lt;b&gt;" in text_of(at) and "Monday <b>" not in text_of(at)
    again = page("meeting", lang="en")
    again.button(key=f"open_{pack.pack_id}").click().run()
    html = shown(again)
    assert "2026 W40" in html and "Monday &lt;b&gt;" in html


def test_a_link_to_a_version_that_is_not_there_shows_no_other_figures(page: Run) -> None:
    at = page("meeting", scene="1", version="v00099", lang="en")
    assert "v00099" in text_of(at)
    assert [one for one in at.main if one.type == "bidi_component"] == []
    at.button(key="meeting_rebuild").click().run()
    assert "There is no version v00099 in this store." in at.error[0].value


def test_a_follow_up_is_written_changed_and_closed_in_the_browser(page: Run, store: Store) -> None:
    at = page("follow_ups", lang="en")
    at.text_area(key="page_text").set_value("Count again, please: 13912345678")
    at.text_input(key="page_owner").set_value("Office 3")
    at.button[-1].click().run()
    (item,) = follow_ups.open_ones(store)
    assert (item.owner, item.indicator, item.version) == ("Office 3", "branch_coverage", store.current())
    assert "13912345678" not in item.text
    at = page("follow_ups", lang="en")
    at.selectbox(key=f"state_{item.follow_up_id}").set_value("done")
    next(one for one in at.button if one.label == "Keep").click().run()
    assert follow_ups.open_ones(store) == []


def test_as_many_follow_ups_are_listed_as_fit() -> None:
    assert meeting_reports.fitting([("short", "about")] * 3, 1200) == 3
    many = meeting_reports.fitting([("short", "about")] * 20, 1200)
    long = meeting_reports.fitting([("字" * 100, "about")] * 20, 1200)
    assert 5 <= long < many < 10
