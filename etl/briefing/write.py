"""Writing a briefing: the file's ending says which kind; the file appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from etl.briefing import content, deck, export, pdf
from warehouse.store import Store

SUFFIXES = (".pptx", ".xlsx", ".pdf")


@dataclass(frozen=True)
class Written:
    """What was written. pages: slides, or sheets of the workbook."""

    path: Path
    week: str
    version: str
    lang: str
    pages: int


def write(store: Store, week: str | None, lang: str, path: Path, version: str | None = None) -> Written:
    """Write the briefing of a week (the newest by default) of a version (the published one by default).

    BriefingError where the store has no such version or week; NoConverter for a .pdf without LibreOffice; OSError
    where the file can not be written, as when it is open in another program; ValueError for another ending.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise ValueError(f"{path.name}: the file ends in {', '.join(SUFFIXES)}")
    read = content.read(store, week, lang, version)
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / f"briefing{'.xlsx' if kind == '.xlsx' else '.pptx'}"
        pages = export.write(read, made) if kind == ".xlsx" else deck.write(read, made)
        if kind == ".pdf":
            made = pdf.convert(made, Path(name))
        beside = path.with_name(f".{path.name}.tmp")
        try:
            shutil.copyfile(made, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    return Written(path, read.week, str(read.version["version"]), lang, pages)
