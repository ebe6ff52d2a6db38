"""What the server keeps for good is left out of the search for garbage once, and not again for a page it knows."""

from __future__ import annotations

import gc

import pytest

from dashboard import rest


def test_what_a_page_loaded_is_left_out_as_the_next_run_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    left = []
    monkeypatch.setattr(gc, "freeze", lambda: left.append(len(left)))
    monkeypatch.setattr(rest, "_known", set())
    monkeypatch.setattr(rest, "_new", False)
    runs = [("coverage", "v1"), ("coverage", "v1"), ("coverage", "v1"), ("unit", "v1"), ("coverage", "v1")]
    counts = []
    for page, version in runs:
        rest.leave_loaded(page, version)
        counts.append(len(left))
    assert counts == [0, 1, 1, 1, 2]
    rest.leave_loaded("coverage", "v2")
    rest.leave_loaded("coverage", "v2")
    assert len(left) == 3
