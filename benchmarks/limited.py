"""A loopback server that allows so many calls a second, and refuses the others (429) without a hint.

It prints its port, serves until standard input closes, and then tells what it saw as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Callable

from benchmarks.responder import HEAD, serve

RATE = 100
BURST = 10
#: Seconds before each answer; refusals come at once.
DELAY = 0.05
BODY = b"[]"
ANSWER = HEAD.format(len(BODY)).encode() + BODY
REFUSAL = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}"


def bucket() -> Callable[[float], bool]:
    """So many calls a second, and a burst."""
    tokens, at = float(BURST), 0.0

    def allows(now: float) -> bool:
        nonlocal tokens, at
        tokens, at = min(float(BURST), tokens + (now - at) * RATE), now
        if tokens < 1:
            return False
        tokens -= 1
        return True

    return allows


def window() -> Callable[[float], bool]:
    """So many calls in each second of the clock."""
    number, count = -1, 0

    def allows(now: float) -> bool:
        nonlocal number, count
        if int(now) != number:
            number, count = int(now), 0
        count += 1
        return count <= RATE

    return allows


def outage() -> Callable[[float], bool]:
    """Nothing for 5 seconds, and then no limit."""
    return lambda now: now >= 5


LIMITS = {"bucket": bucket, "window": window, "outage": outage}


class Server:
    """What is asked from the first request on."""

    def __init__(self, limit: str) -> None:
        self._allows = LIMITS[limit]()
        self._first: float | None = None
        self.answered, self.refused, self.seconds = 0, 0, 0.0

    def allows(self) -> bool:
        """Whether a call that comes now is answered."""
        self._first = self._first or time.monotonic()
        allowed = self._allows(time.monotonic() - self._first)
        self.answered, self.refused = self.answered + allowed, self.refused + (not allowed)
        self.seconds = time.monotonic() - self._first
        return allowed


def main(limit: str) -> None:
    """Serve until standard input closes, and tell what was seen."""
    seen = Server(limit)
    asyncio.run(serve(lambda head: (ANSWER, DELAY) if seen.allows() else (REFUSAL, 0.0)))
    print(json.dumps([seen.answered, seen.refused, seen.seconds]), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("limit", choices=LIMITS)
    main(parser.parse_args().limit)
