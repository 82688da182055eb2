"""Replaces a directory with a newly built one."""

import ctypes
import os
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def exchange(new: Path, place: Path) -> None:
    """Swap the directory `new` with `place`, which may be missing; both are on the same file system.

    It takes one step if the system supports it, else two, of which the first is undone if the second fails.
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
