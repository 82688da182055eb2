"""How a command of a comparison ends: with a report, or with one line that says why there is none."""

import io
import os
import sys


def show(text: str) -> None:
    """Print `text`, whatever terminal or pipe it goes to."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names in the documents need not fit the terminal's encoding.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; nothing may be written when Python ends either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refuse(reason: str) -> int:
    """Say why nothing could be compared, and return the exit code for that."""
    print(f"cannot compare: {reason}", file=sys.stderr)
    return 2
