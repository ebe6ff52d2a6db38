"""One sample store for all tests of the pages, and pages run without a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
from tests.sample import make_published
from warehouse.queries import base
from warehouse.store import Store

APP = Path(dashboard.__file__).parent / "app.py"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_published(tmp_path_factory.mktemp("sample") / "store", weeks=60)


@pytest.fixture(scope="session")
def con(published: Store) -> Iterator[base.Connection]:
    version = published.current()
    assert version is not None
    with base.connect(published.database(version)) as connection:
        yield connection


@pytest.fixture
def app(published: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    monkeypatch.setenv("LINJU_STORE", str(published.root))

    def run(page: str = "", **query: str) -> AppTest:
        at = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in query.items():
            at.query_params[name] = value
        if page:
            at = at.switch_page(f"views/{page}.py")
        return at.run()

    yield run
    st.cache_data.clear()


def text_of(at: AppTest) -> str:
    """Return all HTML and markdown of a page, with its pictures in their places."""
    parts = [opened(element.proto.body) for element in at.get("html")]
    return "\n".join([*parts, *(element.value for element in at.markdown)])


def opened(html: str) -> str:
    """Return HTML as it is once the browser has put what it holds in its place."""
    return re.sub(
        r'<i class="lj-held" data-lj-html="(.*?)"></i>', lambda found: unquote(found[1]), html, flags=re.DOTALL
    )


def beside_of(at: AppTest) -> list[list[Any]]:
    """Return the tables that unfold under a page's charts: heads and rows of each."""
    html = "\n".join(opened(element.proto.body) for element in at.get("html"))
    return [json.loads(unescape(found)) for found in re.findall(r'data-lj-table="(.*?)"', html)]


def charts_of(at: AppTest) -> list[dict[str, Any]]:
    """Return the figures of a page's charts."""
    html = "\n".join(opened(element.proto.body) for element in at.get("html"))
    return [json.loads(unescape(found)) for found in re.findall(r'data-lj-figure="(.*?)"', html)]
