"""Putting what was built aside in its place."""

import ctypes
import os
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def exchange(new: Path, place: Path) -> None:
    """Put the directory `new` where `place` is, and what was there beside `new`; both are on one file system.

    It is one step where the system can, else two, of which the first is undone when the second fails.
    """
    if not place.exists():
        new.rename(place)
        return
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        swapped = False
    else:
        names = [ctypes.c_char_p(os.fsencode(path)) for path in (new, place)]
        swapped = renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0
    if not swapped:
        old = new.with_name("old")
        place.rename(old)
        try:
            new.rename(place)
        except BaseException:
            old.rename(place)
            raise
