"""What the server has loaded is left out of the search for garbage, which Streamlit makes after every run.

The search holds up all that the server does, also the sending of the page that has just been made. It would go
through all modules, catalogues and registers every time, some hundred thousand objects that stay for good, and take
as long as making the page does; for every open page once in five seconds too (pin.watch).
"""

from __future__ import annotations

import atexit
import gc

_known: set[tuple[str, str]] = set()
_new = False
atexit.register(gc.unfreeze)  # what is left out is freed as well when the server stops


def leave_loaded(page: str, version: str) -> None:
    """Leave out what is there after the first run of a page on a version; what comes later is searched as before.

    Call it as a run begins: the search after the last one has just freed what was garbage, which then is not kept.
    """
    global _new
    if _new:
        gc.freeze()
    _new = (page, version) not in _known
    _known.add((page, version))
