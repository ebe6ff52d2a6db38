"""The slides as PDF, by the LibreOffice of this machine: the same pictures, with nothing drawn twice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

NAMES = ("soffice", "libreoffice")
# where the Windows and macOS installers put it; neither adds it to the path
USUAL = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_SECONDS = 180


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
    words = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(slides)]
    try:
        done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  (no shell)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoConverter(f"LibreOffice did not convert the slides: {error}") from error
    made = folder / f"{slides.stem}.pdf"
    if not made.exists():
        raise NoConverter(f"LibreOffice did not convert the slides (exit status {done.returncode})")
    return made
