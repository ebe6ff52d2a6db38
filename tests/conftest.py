"""Fixtures that several packages' tests share: a small made-up city, loaded once for all workers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from warehouse.store import Store

WEEKS = 20
# the first example reads the tables of words, and a machine may be busy: how long one takes says nothing
settings.register_profile("linju", deadline=None)
settings.load_profile("linju")


class OneBrowser(LoadScopeScheduling):
    """Hands tests out one by one, but all that need the browser to one worker: two browsers would share two cores."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneBrowser:
    """Have xdist hand the tests out so."""
    return OneBrowser(config, log)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of one run see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def demo_store(shared_folder: Path) -> Store:
    """The made-up city with all its files loaded: for reading only."""
    from etl import pipeline
    from etl.demo import make

    root = shared_folder / "demo-store"
    with FileLock(shared_folder / "demo-store.lock"):
        if not (root / "CURRENT").exists():
            store = make(root, weeks=WEEKS)
            result = pipeline.refresh(store, [])
            assert result.ok, result.to_dict()["issues"][:5]
    return Store(root)


@pytest.fixture(scope="session")
def demo_before_last_week(shared_folder: Path, demo_store: Store) -> Path:
    """The made-up city with the last week still in the inbox: copy it before changing it."""
    from etl import pipeline
    from etl.demo import make

    root = shared_folder / "demo-before"
    with FileLock(shared_folder / "demo-before.lock"):
        if not (root / "CURRENT").exists():
            store = make(root, weeks=WEEKS)
            waiting = root / "waiting"
            waiting.mkdir()
            latest = sorted(path for path in (demo_store.inbox / "loaded").iterdir() if path.name[0].isdigit())[-1]
            for path in latest.iterdir():
                shutil.move(store.inbox / path.name, waiting / path.name)
            assert pipeline.refresh(store, []).ok
            for path in waiting.iterdir():
                shutil.move(path, store.inbox / path.name)
            waiting.rmdir()
    return root


@pytest.fixture
def fresh_copy(demo_before_last_week: Path, tmp_path: Path) -> Store:
    """A store of one's own, one week behind, with that week's files in the inbox."""
    root = tmp_path / "store"
    shutil.copytree(demo_before_last_week, root)
    return Store(root)
