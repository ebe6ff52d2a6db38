"""Briefings written once for all tests of a worker: of the made-up city, and of a city without boundaries."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from etl import pipeline
from etl.briefing import content, write
from etl.setup import create_store
from warehouse.store import Store

REAL = Path(__file__).parents[2] / "fixtures" / "real"


@pytest.fixture(scope="session", params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def told(demo_store: Store, lang: str) -> content.Content:
    return content.read(demo_store, None, lang)


@pytest.fixture(scope="session")
def slides(demo_store: Store, lang: str, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    path = tmp_path_factory.mktemp("briefing") / "week.pptx"
    write.write(demo_store, None, lang, path)
    return list(Presentation(str(path)).slides)


@pytest.fixture(scope="session")
def no_outlines(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store, _ = create_store(tmp_path_factory.mktemp("zhuzhou") / "store", "株洲市", REAL / "zhuzhou_org_units.csv")
    for name in ("tianyuan-2020-12.xlsx", "zhuzhou-2023-07.xlsx"):
        shutil.copy(REAL / name, store.inbox)
    assert pipeline.refresh(store, []).ok
    return Store(store.root)
