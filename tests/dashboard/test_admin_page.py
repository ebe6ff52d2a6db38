"""The admin page without a browser: every step, empty and with issues, switched off, before a first version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import admin_jobs, admin_places
from dashboard.admin_jobs import CHECK, REFRESH, Job
from etl.issues import Issue, issue
from etl.results import CheckResult, SubmissionResult
from tests.dashboard.conftest import APP, text_of
from tests.etl.books import UNITS
from tests.sample import make_published
from warehouse.store import Store, create

STEPS = ("receive", "check", "load", "versions", "journal")
Run = Callable[..., AppTest]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    made = make_published(tmp_path / "store", weeks=3)
    monkeypatch.setenv("LINJU_STORE", str(made.root))
    # the sample's last week ended on Sunday
    wednesday = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(Store, "now", lambda _store: wednesday)
    yield made
    st.cache_data.clear()


@pytest.fixture
def page(store: Store) -> Run:
    def run(step: str = "receive", lang: str = "zh") -> AppTest:
        at = AppTest.from_file(str(APP), default_timeout=60)
        at.query_params["lang"], at.query_params["step"] = lang, step
        return at.switch_page("views/admin.py").run()

    return run


def submission(*found: Issue, file: str = "枫林区.xlsx", status: str = "refused") -> SubmissionResult:
    listed = tuple(replace(item, file=file) for item in found)
    sets, accepted = ("estates", "reporting_back"), status == "accepted"
    return SubmissionResult("abc", file, "d1", "2026-W46", sets, 3, accepted, status, listed)


def unknown(written: str = "幸福理", cell: str = "D6", **more: object) -> Issue:
    near = {"org_unit_id": "e001", "name": "翠湖苑1号院", "path": "枫林区 / 泰山路镇 / 翠湖苑1号院"}
    return issue("place-unknown", sheet="小区", cell=cell, field="place:estate", value=written, suggestions=[near])


def job(store: Store, kind: str, result: CheckResult | None, **more: object) -> Job:
    return Job(kind, "王敏", store.now(), ended=store.now(), result=result, **more)  # type: ignore[arg-type]


def checked(store: Store, *found: Issue, **more: object) -> None:
    move = {"indicator_id": "branch_coverage", "org_unit_id": "city", "period_id": "2026-W46"}
    effect = [{**move, "before": 0.912, "after": 0.906}]
    desk = admin_jobs.desk_of(store)
    desk.checked = job(store, CHECK, CheckResult([submission(*found)], effect=effect), **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("step", STEPS)
def test_every_step_draws_with_an_empty_inbox(page: Run, step: str, lang: str) -> None:
    at = page(step, lang)
    text = text_of(at)
    assert not at.exception
    assert {"zh": "本页暂时无法显示", "en": "can not be shown"}[lang] not in text
    assert {"zh": "演示数据", "en": "These data are made up"}[lang] in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("step", STEPS)
def test_every_step_draws_after_a_check(page: Run, store: Store, step: str, lang: str) -> None:
    checked(store, unknown(), issue("units-missing"), issue("place-assumed", cell="A1", value="x"))
    at = page(step, lang)
    assert not at.exception
    assert {"zh": "本页暂时无法显示", "en": "can not be shown"}[lang] not in text_of(at)


def test_the_one_line_says_who_is_complete_who_late_and_who_owes(page: Run) -> None:
    assert "9 个区县中 7 个已报齐 · 1 个迟报 · 2 个尚有未报" in text_of(page())


def test_a_file_with_errors_shows_in_the_table_of_the_week(page: Run, store: Store) -> None:
    checked(store, unknown())
    desk = admin_jobs.desk_of(store)
    assert desk.checked is not None and desk.checked.result is not None
    item = desk.checked.result.submissions[0]
    desk.checked.result.submissions[0] = replace(item, sender="d9")
    text = text_of(page())
    assert text.count('lj-mark lj-error">有错误') == 2, "both data sets that the file holds"
    assert "1 个来文有错误" in text


def test_an_issue_shows_its_cell_what_stands_there_and_what_to_do(page: Run, store: Store) -> None:
    checked(store, unknown())
    at = page("check")
    text = text_of(at)
    for part in ("名册中没有这个地方", "<td>D6</td>", "<td>幸福理</td>", "<td>小区</td>", "请改为名册中的名称"):
        assert part in text
    assert [button.label for button in at.button if button.label.startswith("就是")] == [
        "就是 枫林区 / 泰山路镇 / 翠湖苑1号院"
    ]
    assert "91.2 %" in text
    assert "90.6 %" in text


def test_what_is_written_in_a_cell_is_never_markup(page: Run, store: Store) -> None:
    checked(store, unknown("<img src=x onerror=alert(1)>"))
    text = text_of(page("check"))
    assert "<img src=x" not in text
    assert "&lt;img" in text


def test_a_confirmed_spelling_is_remembered_with_the_name(page: Run, store: Store) -> None:
    checked(store, unknown(), unknown(cell="D7"))
    at = page("check")
    at.text_input(key="admin_who").input("王敏").run()
    at.button(key="admin_is_0_e001").click().run()
    line = store.aliases.read_text(encoding="utf-8").splitlines()[1]
    assert line.startswith("幸福理,d1,e001,王敏,2")
    assert store.acts()[0]["action"] == "confirm"
    text = text_of(at)
    assert "已记住：“幸福理”是" in text
    assert "核对之后有变化" in text


def test_a_place_by_its_code_and_one_that_does_not_exist(page: Run, store: Store) -> None:
    checked(store, unknown())
    at = page("check")
    at.text_input(key="admin_other_0").input("no such").run()
    at.button(key="admin_other_ok_0").click().run()
    assert "无法记住" in at.toast[0].value
    assert len(store.aliases.read_text(encoding="utf-8").splitlines()) == 1
    at.text_input(key="admin_other_0").input("e002").run()
    at.button(key="admin_other_ok_0").click().run()
    assert ",e002," in store.aliases.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "item",
    [
        issue("place-unknown", field="code:estate", value="110"),
        issue("place-unknown", field="place:estate", value="13812345678"),
        issue("place-unknown", field="place:estate", value="很" * 60),
        issue("place-ambiguous", field="place:estate", value="幸福里", suggestions=[{"name": "幸福里", "path": "a"}]),
        issue("place-coarser", field="place:address"),
        issue("number-unreadable", value="x"),
    ],
    ids=["a code", "masked", "shortened", "true namesakes", "not quoted", "no place"],
)
def test_what_would_not_help_is_not_offered(item: Issue) -> None:
    assert not admin_places.may_be_confirmed(item)


def test_the_message_lists_errors_and_warnings_in_words(page: Run, store: Store) -> None:
    checked(store, unknown(), issue("units-missing", table="小区", units="甲", count=1), issue("place-assumed"))
    at = page("check")
    at.selectbox(key="admin_file").select("枫林区.xlsx").run()
    said = at.text_area[0].value.splitlines()
    assert said[0] == "致枫林区："
    assert "2026年第46周" in said[1]
    assert said[2] == "以下 1 处错误需要改正："
    assert said[3].startswith("1. 小区 D6（小区）“幸福理”不在名册中。")
    assert said[4] == "请再核实以下 1 处："
    assert len(said) == 7, "a note needs no act and is left out"


def test_the_outcome_of_a_refresh_is_said_in_words(page: Run, store: Store) -> None:
    result = CheckResult([submission(status="accepted"), submission(unknown(), file="b.xlsx")], version="v00002")
    admin_jobs.desk_of(store).loaded = job(store, REFRESH, result)
    text = text_of(page("load"))
    assert "载入 1 个文件，3 行 · 1 个已退回，留在收件箱 · 已发布为 v00002" in text
    assert "王敏" in text


@pytest.mark.parametrize(("kind", "words"), [("busy", "正在更新这个库"), ("killed", "工作中断"), ("failed", "意外")])
def test_a_problem_is_said_in_words(page: Run, store: Store, kind: str, words: str) -> None:
    admin_jobs.desk_of(store).loaded = job(store, REFRESH, None, problem={"kind": kind})
    assert words in text_of(page("load"))


def test_a_running_job_is_shown_to_everybody_and_starts_no_other(page: Run, store: Store) -> None:
    (store.inbox / "a.csv").write_text("x", encoding="utf-8")
    desk = admin_jobs.desk_of(store)
    desk.job = Job(CHECK, "李雷", store.now(), progress=("read", 3, 9))
    try:
        at = page("load")
        assert "李雷" in at.get("progress")[0].proto.text
        assert "3/9" in at.get("progress")[0].proto.text
        assert at.button(key="admin_load").disabled
        assert page("receive").button(key="admin_check_receive").disabled
    finally:
        desk.job = None


def test_the_setting_hides_the_page_and_refuses_what_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_published(tmp_path / "store", weeks=2)
    store.config.write_text(
        store.config.read_text(encoding="utf-8").replace("in_browser = true", "in_browser = false"), encoding="utf-8"
    )
    monkeypatch.setenv("LINJU_STORE", str(store.root))
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        at.switch_page("views/admin.py")
    with pytest.raises(admin_jobs.SwitchedOff):
        admin_jobs.desk_of(store).start(Store(store.root), CHECK)


def test_before_the_first_version_the_page_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = create(tmp_path / "store", '[city]\nname = "示例市"\n', UNITS.encode())
    monkeypatch.setenv("LINJU_STORE", str(store.root))
    for step in STEPS:
        at = AppTest.from_file(str(APP), default_timeout=60)
        at.query_params["lang"], at.query_params["step"] = "zh", step
        text = text_of(at.switch_page("views/admin.py").run())
        assert not at.exception
        assert "每周管理" in text
        assert "本页暂时无法显示" not in text


def test_going_back_asks_again_and_says_what_will_happen(page: Run, store: Store) -> None:
    from tests.sample import publish

    publish(store, "v00002", weeks=4, last_week="2026-W47")
    write_manifests(store)
    at = page("versions")
    at.button(key="admin_rollback").click().run()
    assert "所有页面将显示 v00001" in text_of(at)
    assert store.current() == "v00002"
    at.button(key="admin_rollback_no").click().run()
    assert "所有页面将显示 v00001" not in text_of(at)
    at.button(key="admin_rollback").click().run()
    at.button(key="admin_rollback_yes").click().run()
    assert store.current() == "v00001"
    assert "已改用 v00001" in text_of(at)


def write_manifests(store: Store) -> None:
    """The sample store has databases only; a version is listed by its manifest."""
    from warehouse.manifest import Manifest

    for version, parent in (("v00001", None), ("v00002", "v00001")):
        made = Manifest(
            version=version, parent=parent, published_at="2026-11-22T12:00:00+08:00", reason="refresh",
            software_version="0", models_sha256="", inputs={}, accepted=(), known=(), changes=0,
        )  # fmt: skip
        (store.version_dir(version) / "manifest.json").write_text(made.to_json(), encoding="utf-8")
