"""Which encoding a text file is in: said by its first bytes, else found by trying, the strictest first."""

from __future__ import annotations

import codecs
import re
from functools import cache

from etl import words

UTF8, UTF16_LE, UTF16_BE, GB18030, BIG5 = "utf-8-sig", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"
HEAD = 65_536
PIECE = 1 << 20
CLEARLY = 1.5  # so many times more known signs must a rarer encoding give
_HAN = re.compile(r"[\u3400-\u9fff]")


def decode(data: bytes) -> str:
    """Return the text of a file; UnicodeDecodeError where it is in no encoding that is known."""
    encoding = encoding_of(data)
    return data.decode("utf-16" if encoding in (UTF16_LE, UTF16_BE) and _has_mark(data) else encoding)


def encoding_of(data: bytes) -> str:
    """Return UTF-8, UTF-16 (with or without its mark), GB18030 or Big5; UnicodeDecodeError for other bytes."""
    if _has_mark(data):
        return UTF16_LE if data.startswith(codecs.BOM_UTF16_LE) else UTF16_BE
    if 0 in data[:HEAD]:
        return _utf16(data)
    if is_valid(data, UTF8):
        return UTF8
    if is_valid(data, GB18030):
        return BIG5 if _looks_like_big5(data[:HEAD]) and is_valid(data, BIG5) else GB18030
    if is_valid(data, BIG5):
        return BIG5
    data.decode(GB18030)  # says where it fails
    return GB18030


def guess(data: bytes) -> str:
    """Return the encoding that the beginning of a large file speaks for; only reading it all can prove it."""
    head = data[:PIECE]
    if _has_mark(data) or 0 in head[:HEAD]:
        return encoding_of(data)
    if is_valid(head, UTF8, whole=len(data) <= PIECE):
        return UTF8
    return BIG5 if _looks_like_big5(head[:HEAD]) else GB18030


def recoded(data: bytes, encoding: str) -> bytes:
    """Return a text as UTF-8, piece by piece: a second copy of it as text would take four times the memory."""
    if encoding == UTF8:
        return data
    if _has_mark(data):
        data = data[2:]
    reader, out = codecs.getincrementaldecoder(encoding)(), bytearray()
    for at in range(0, len(data), PIECE):
        out += reader.decode(data[at : at + PIECE], final=at + PIECE >= len(data)).encode("utf-8")
    return bytes(out)


def beginning(data: bytes, encoding: str, size: int) -> str:
    """Return the text of the first bytes; a sign that they cut apart is left off, one that is none is replaced."""
    data = data[2:] if _has_mark(data) else data
    return codecs.getincrementaldecoder(encoding)("replace").decode(data[:size])


def is_valid(data: bytes, encoding: str, *, whole: bool = True) -> bool:
    """Say whether bytes are text of an encoding. whole: False where the last sign may be cut off."""
    reader = codecs.getincrementaldecoder(encoding)()
    try:
        for at in range(0, len(data), PIECE):
            reader.decode(data[at : at + PIECE], final=whole and at + PIECE >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _has_mark(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _utf16(data: bytes) -> str:
    """Tell the two byte orders of UTF-16 without a mark apart: `,` is 2C 00 in one and 00 2C in the other."""
    head = data[: HEAD // 2 * 2]
    encoding = UTF16_LE if head[1::2].count(0) >= head[::2].count(0) else UTF16_BE
    text = head.decode(encoding, errors="ignore")
    if len(data) % 2 or not any(sign in text for sign in "\r\n\t,;"):
        raise UnicodeDecodeError(encoding, data[:2], 0, 2, "not a text file")
    return encoding


def _looks_like_big5(head: bytes) -> bool:
    """Say whether bytes that GB18030 could be give far more of the signs of known headers and words as Big5."""
    as_big5, as_gb = (_known_share(head.decode(name, errors="ignore")) for name in (BIG5, GB18030))
    return as_big5 > CLEARLY * as_gb


def _known_share(text: str) -> float:
    signs = _HAN.findall(words.fold(text[: HEAD // 4]))
    return sum(sign in _known_signs() for sign in signs) / len(signs) if signs else 0.0


@cache
def _known_signs() -> frozenset[str]:
    return frozenset(sign for header in words.headers() for sign in header if _HAN.match(sign))
