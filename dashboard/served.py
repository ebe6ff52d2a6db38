"""The store that is served: its settings and comments belong to no version and are read anew when they change."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import streamlit as st

from warehouse.comments import Comment
from warehouse.comments import read as read_comments
from warehouse.store import Store


def store_root() -> Path:
    """Return the folder of the store that is served: LINJU_STORE, else ./store."""
    return _resolved(os.environ.get("LINJU_STORE", "store"), Path.cwd())


@lru_cache(maxsize=4)
def _resolved(path: str, here: Path) -> Path:
    return (here / path).resolve()  # asks the disk about each folder of the path, and a page asks ten times


def open_store() -> Store:
    """Open the served store; StoreMissing where there is none. Its settings are read anew when their file changed."""
    root = store_root()
    try:
        state = (root / "linju.toml").stat()
    except OSError:
        return Store(root)
    return _store(str(root), state.st_mtime_ns, state.st_size)


@st.cache_resource(max_entries=2, show_spinner=False)
def _store(root: str, changed: int, size: int) -> Store:
    del changed, size  # part of the key
    return Store(Path(root))


def comments() -> list[Comment]:
    """Return the comments of the served store: they belong to no version, and are read anew when the file grew."""
    path = store_root() / "comments.jsonl"
    try:
        state = path.stat()
    except FileNotFoundError:
        return []
    return _comments(str(path), state.st_mtime_ns, state.st_size)


@st.cache_resource(max_entries=2, show_spinner=False)
def _comments(path: str, changed: int, size: int) -> list[Comment]:
    del changed, size  # part of the key
    return read_comments(Path(path))
