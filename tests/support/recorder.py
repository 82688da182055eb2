"""A loopback server which keeps what was sent to it and answers as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.web import Received, Reply, answering


class Recorder:
    """Answers in turn, and repeats the last answer."""

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        self.url = ""
        self.received: list[Received] = []
        self._replies = replies

    def take(self, received: Received) -> Reply:
        self.received.append(received)
        return self._replies[min(len(self.received), len(self._replies)) - 1]


@contextmanager
def recording(*replies: Reply) -> Iterator[Recorder]:
    """A server that runs until the block ends."""
    recorder = Recorder(replies or (Reply(204),))
    with answering(recorder.take) as recorder.url:
        yield recorder
