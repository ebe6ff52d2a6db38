"""The briefing from the browser: the command `linju briefing` in a process of its own, so that pages stay quick."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from etl.briefing import pdf

log = logging.getLogger("linju.dashboard")
SECONDS = 300
MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class Wanted:
    """Which briefing: of a store's version and week, in a language (zh, en), as pptx, xlsx or pdf."""

    root: str
    version: str
    week: str
    lang: str
    kind: str

    @property
    def name(self) -> str:
        """Return the name under which it is taken away."""
        return f"linju-{self.week}-{self.version}-{self.lang}.{self.kind}"


class BriefingFailed(RuntimeError):
    """The command wrote no file; its own words are in the server's log."""


def can_make_pdf() -> bool:
    """Say whether this machine has the LibreOffice that turns slides into a PDF."""
    return pdf.find() is not None


@st.cache_data(max_entries=8, show_spinner=False)
def made(wanted: Wanted) -> bytes:
    """Return the file; BriefingFailed where the command can not make it."""
    with tempfile.TemporaryDirectory(prefix="linju-") as folder:
        out = Path(folder) / f"briefing.{wanted.kind}"
        command = [
            sys.executable, "-m", "etl.cli", "--store", wanted.root, "briefing", "--version", wanted.version,
            "--week", wanted.week, "--lang", wanted.lang, "-o", str(out),
        ]  # fmt: skip
        # no shell, and every word was checked: a version and week that exist, a language and kind of a short list
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        if done.returncode or not out.exists():
            log.error("linju briefing: %s", done.stderr.decode("utf-8", "replace")[-2000:])
            raise BriefingFailed(wanted.kind)
        return out.read_bytes()
