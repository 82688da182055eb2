"""The memory of this process (Linux only)."""

from pathlib import Path


def memory(field: str) -> float:
    """The memory of this process in MB: `VmRSS` is the current, `VmHWM` the peak value."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == field:
            return int(value.split()[0]) / 1024
    raise LookupError(field)
