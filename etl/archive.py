"""The files within a .zip, each a path of its own: inbox/各区报表.zip/枫林区/双报到.xlsx.

What reads a file need not know whether it lies in a folder or in a .zip. A .zip that can't be listed is one file, and
reading it says why.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from etl import personal, read_zip
from warehouse.store import file_sha256


def outer(path: Path) -> Path:
    """Return the file on the disk: the path itself, or the .zip that it lies in."""
    return next((item for item in (path, *path.parents) if item.is_file()), path)


def exists(path: Path) -> bool:
    """Say whether there is such a file, on the disk or in a .zip."""
    found = outer(path)
    return found.is_file() and (found == path or inner(path) in read_zip.members(found))


def inner(path: Path) -> str | None:
    """Return the name within the .zip, None for a file on the disk."""
    found = outer(path)
    return None if found == path else path.relative_to(found).as_posix()


def name_of(path: Path) -> str:
    """Return the name by which a file is spoken of: 双报到.xlsx, or 各区报表.zip/枫林区/双报到.xlsx.

    A phone number in it is left out: the name is kept with what the file says.
    """
    within = inner(path)
    return personal.masked(path.name if within is None else f"{outer(path).name}/{within}")


def find(folder: Path, name: str) -> Path:
    """Return the file of a folder that is spoken of by a name; where there is none, the path that it would have."""
    path = folder / name
    if exists(path) or "#" not in name or not folder.is_dir():
        return path
    known = (
        item for item in sorted(folder.iterdir()) if item.is_file() and name.startswith(personal.masked(item.name))
    )
    return next((item for file in known for item in files_in(file) if name_of(item) == name), path)


def stems_of(path: Path) -> list[str]:
    """Return the names that may say sender and week, the nearest first: 双报到, 枫林区, 各区报表."""
    within = inner(path)
    if within is None:
        return [path.stem]
    return [path.stem, *reversed(Path(within).parent.parts), outer(path).stem]


def data_of(path: Path) -> bytes:
    """Return a file's bytes; KeyError for one that is not in its .zip, and what `zipfile` raises of a broken one."""
    within = inner(path)
    return path.read_bytes() if within is None else read_zip.member(outer(path), within)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; of one in a .zip that can't be read, of its place in the .zip."""
    found = outer(path)
    if found == path:
        return file_sha256(path)
    try:
        return hashlib.sha256(data_of(path)).hexdigest()
    except read_zip.BROKEN:
        return hashlib.sha256(f"{file_sha256(found)} {inner(path)}".encode()).hexdigest()


def files_in(path: Path) -> list[Path]:
    """Return the files that a file holds: those of a .zip, else the file itself."""
    try:
        if not zipfile.is_zipfile(path) or read_zip.is_book(path):
            return [path]
        read_zip.refuse_bomb(path)
        return [path / name for name in read_zip.members(path)] or [path]
    except (*read_zip.BROKEN, OSError, zlib.error):
        return [path]
