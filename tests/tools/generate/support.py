"""Packages generated from documents of the tests, and a server that their clients are called on."""

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.support.web import Received, Reply, answering
from tools.generate import build

DOCUMENTS = Path(__file__).parent / "documents"
HEAD = """\
openapi: 3.1.0
info: { title: Small, version: "1" }
servers: [{ url: "https://api.{site}", variables: { site: { default: example.com, x-env-name: DD_SITE } } }]
"""
SECURITY = """\
components:
  securitySchemes:
    apiKeyAuth: { type: apiKey, in: header, name: DD-API-KEY, x-env-name: DD_API_KEY }
    appKeyAuth: { type: apiKey, in: header, name: DD-APPLICATION-KEY, x-env-name: DD_APP_KEY }
    bearerAuth: { type: http, scheme: bearer, x-env-name: DD_BEARER_TOKEN }
"""


def generated(directory: Path, name: str, contract: Path) -> ModuleType:
    """The package `name`, built from a document into a directory, and imported."""
    build(directory / name, contract)
    sys.path.insert(0, str(directory))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(directory))


@dataclass
class Server:
    """A server on loopback, which keeps what came and answers as it was told."""

    url: str = ""
    requests: list[Received] = field(default_factory=list)
    answers: list[Reply] = field(default_factory=list)

    def answer(self, status: int, content: Any = None, content_type: str | None = "application/json") -> None:
        """Say what the next request is answered with. What is not bytes or None goes as JSON."""
        body = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
        self.answers.append(Reply(status, body, content_type if content is not None else None))

    @property
    def last(self) -> Received:
        """The request that came last."""
        return self.requests[-1]

    def take(self, received: Received) -> Reply:
        self.requests.append(received)
        return self.answers.pop(0)


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server for as long as the context lasts."""
    server = Server()
    with answering(server.take) as server.url:
        yield server
