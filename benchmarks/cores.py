"""Pins client and server to different cores, where the system allows it (Linux)."""

import os

SERVER, CLIENT = 0, -1


def stay_on(which: int) -> None:
    """Pin this process to the first or the last available core."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[which]})
