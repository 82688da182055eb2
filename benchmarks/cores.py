"""Which core does what, so that client and server do not take each other's time. Only Linux lets a process choose."""

import os

SERVER, CLIENT = 0, -1


def stay_on(which: int) -> None:
    """Keep this process on the first or the last core that there is."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[which]})
