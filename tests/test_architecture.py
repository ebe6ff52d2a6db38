"""The directions of the house: who may import whom, and what may not stand in a Python file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("etl", "warehouse", "dashboard")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

WORKBOOK_LIBRARIES = {"openpyxl", "python_calamine", "xlrd", "xlsxwriter"}
MAY_CALL_ETL = re.compile(r"dashboard/admin_\w+\.py")
# the briefing is etl's; the meeting's page asks whether this machine can make its PDF, and nothing else
MAY_ASK_THE_BRIEFING = ("dashboard/briefing_file.py", "etl.briefing.pdf")
MAY_OPEN_WORKBOOKS = re.compile(r"etl/(read\w*|templates|return_copy|demo/\w+|briefing/export)\.py|\w+/exports?\.py")
CJK = re.compile(r"[\u3400-\u9fff]")
SQL = re.compile(
    r"^\s*(select|with|insert into|create (or replace )?(table|view)|update|delete from|copy)\s.*", re.I | re.S
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every imported module as a dotted name, imports inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string constant but docstrings, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def forbidden(package: str, module: str, file: str) -> str | None:
    """Why this import may not be, or None."""
    top = module.split(".")[0]
    if top == "dashboard" and package != "dashboard":
        return "nothing imports dashboard"
    if package == "warehouse" and top == "etl":
        return "warehouse does not know etl"
    if (file, module) == MAY_ASK_THE_BRIEFING:
        return None
    if package == "dashboard" and top == "etl" and not MAY_CALL_ETL.fullmatch(file):
        return "only the admin view calls etl"
    if top == "streamlit" and package != "dashboard":
        return "streamlit only in dashboard"
    if top == "duckdb" and package != "warehouse":
        return "duckdb only in warehouse"
    if top in WORKBOOK_LIBRARIES and not MAY_OPEN_WORKBOOKS.fullmatch(file):
        return "a workbook library only where workbooks are read or written"
    return None


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_keep_the_directions_of_the_house(path: Path) -> None:
    file = name_of(path)
    wrong = [f"{file}: {name}: {why}" for name in imports(path) if (why := forbidden(file.split("/")[0], name, file))]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_sql_text_in_python(path: Path) -> None:
    found = [
        f"{name_of(path)}:{line}"
        for line, text in strings(path)
        if SQL.match(text) and re.search(r"\b(from|into|table|view|set)\b", text, re.I)
    ]
    assert found == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_place_name_or_header_in_python(path: Path) -> None:
    found = [f"{name_of(path)}:{line}: {text[:20]}" for line, text in strings(path) if CJK.search(text)]
    # The product's own name and the default city are settings, not data.
    assert [item for item in found if not name_of(path).endswith(("warehouse/settings.py",))] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_hold_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_rules_can_fail() -> None:
    assert forbidden("warehouse", "etl.pipeline", "warehouse/build.py")
    assert forbidden("etl", "duckdb", "etl/pipeline.py")
    assert forbidden("dashboard", "etl.pipeline", "dashboard/views/admin.py")
    assert forbidden("dashboard", "etl.pipeline", "dashboard/blocks.py")
    assert forbidden("dashboard", "etl.pipeline", "dashboard/admin_worker.py") is None
    assert forbidden("dashboard", "etl.briefing.pdf", "dashboard/briefing_file.py") is None
    assert forbidden("dashboard", "etl.briefing.content", "dashboard/briefing_file.py")
    assert forbidden("dashboard", "openpyxl", "dashboard/views/x.py")
    assert SQL.match("SELECT a FROM b")


def test_top_level_is_fixed() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    fixed = {"dashboard", "etl", "warehouse", "tests", "docs"}
    scratch = {"store", "build", "screenshots", "linju.egg-info", "demo-store"}
    assert folders - scratch == fixed


def test_both_places_where_streamlit_looks_say_the_same() -> None:
    """`streamlit run` from the root reads the one, the served app (from any folder) the other."""
    root, app = (ROOT / ".streamlit/config.toml", ROOT / "dashboard/.streamlit/config.toml")
    assert root.read_bytes() == app.read_bytes()
    assert "gatherUsageStats = false" in root.read_text(encoding="utf-8")


def test_repo_names_no_registry_and_no_machine() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text
