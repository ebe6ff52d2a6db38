"""The slides as PDF, by the LibreOffice of this machine: the same pictures, with nothing drawn twice."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from etl.briefing import style

NAMES = ("soffice", "libreoffice")
# where the Windows and macOS installers put it; neither adds it to the path
USUAL = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_SECONDS = 180
_FREE_FONT = "Noto Sans CJK SC"  # what Linux has in place of the slides' own, Latin letters and digits included


class NoConverter(RuntimeError):
    """LibreOffice is not on this machine, or could not convert; the message says what to do instead."""


def find() -> str | None:
    """Return the LibreOffice of this machine, None where there is none."""
    named = next((found for name in NAMES if (found := shutil.which(name))), None)
    return named or next((str(path) for path in USUAL if path.exists()), None)


def convert(slides: Path, folder: Path) -> Path:
    """Convert a .pptx to a .pdf in a folder and return it; NoConverter where that is not possible.

    With a profile of its own: a LibreOffice that is open would otherwise take the job and do nothing.
    """
    program = find()
    if program is None:
        raise NoConverter(
            "a .pdf needs LibreOffice, which is not on this machine; write the .pptx instead and let PowerPoint "
            "or WPS save it as PDF (File, Export)"
        )
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    words = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(_in_free_font(slides, folder)),
    ]
    try:
        done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  (no shell)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoConverter(f"LibreOffice did not convert the slides: {error}") from error
    made = folder / f"{slides.stem}.pdf"
    if not made.exists():
        raise NoConverter(f"LibreOffice did not convert the slides (exit status {done.returncode})")
    return made


def _in_free_font(slides: Path, folder: Path) -> Path:
    """Return the slides in a font of this machine: a copy in the folder, where it can not have the slides' own.

    Without it LibreOffice takes another font for digits than for Chinese: wide and with gaps, "2026 年第 44 周".
    """
    if sys.platform in ("win32", "darwin"):
        return slides
    copy = folder / "font" / slides.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    own, free = style.FONT.encode(), _FREE_FONT.encode()
    with zipfile.ZipFile(slides) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            target.writestr(item, content.replace(own, free) if item.filename.endswith(".xml") else content)
    return copy
