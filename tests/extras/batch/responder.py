"""A loopback server that answers inferences, and counts how often each text was asked for."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support.clients import INFERENCE
from tests.support.web import Received, Reply, answering

ANSWER = Reply(200, json.dumps(INFERENCE).encode(), "application/json")


@contextmanager
def responder(delay: float = 0.0) -> Iterator[tuple[str, Counter[str]]]:
    """Its URL, and the count."""
    asked: Counter[str] = Counter()

    def answer(received: Received) -> Reply:
        asked[received.json["messages"][0]["content"]] += 1
        time.sleep(delay)
        return ANSWER

    with answering(answer) as url:
        yield url, asked


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Wait for something that happens in another process, for at most 30 seconds."""
    ends_at = time.monotonic() + 30
    while not is_so() and time.monotonic() < ends_at:
        time.sleep(0.01)
    return is_so()
