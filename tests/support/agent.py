"""A stand-in for Datadog's agent, which keeps what tracers send."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.web import Received, Reply, answering

ENDPOINTS = b'{"endpoints": ["/v0.4/traces", "/evp_proxy/v2/", "/evp_proxy/v4/"]}'


class Agent:
    """What came, by path."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: dict[str, list[bytes]] = {}

    def take(self, received: Received) -> Reply:
        if received.method == "GET":
            return Reply(200, ENDPOINTS, "application/json")
        self.bodies.setdefault(received.target, []).append(received.content)
        return Reply(200, b"{}", "application/json")

    def spans(self) -> list[dict[str, Any]]:
        """The spans of LLM Observability, in the order of their start."""
        found = []
        for path, bodies in self.bodies.items():
            if path.endswith("/api/v2/llmobs"):
                for body in bodies:
                    events = json.loads(body)
                    for event in events if isinstance(events, list) else [events]:
                        found += event["spans"]
        return sorted(found, key=lambda span: int(span["start_ns"]))


@contextmanager
def agent() -> Iterator[Agent]:
    """Run one on a free port."""
    running = Agent()
    with answering(running.take) as running.url:
        yield running
