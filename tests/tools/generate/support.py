"""Packages generated from test documents, and a server for their clients."""

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
    """Build a package from a document, and import it."""
    build(directory / name, contract)
    sys.path.insert(0, str(directory))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(directory))


@dataclass
class Server:
    """A server that records requests and returns prepared answers."""

    url: str = ""
    requests: list[Received] = field(default_factory=list)
    answers: list[Reply] = field(default_factory=list)

    def answer(self, status: int, content: Any = None, content_type: str | None = "application/json") -> None:
        """Prepare the next answer. Anything but bytes and None is sent as JSON."""
        body = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
        self.answers.append(Reply(status, body, content_type if content is not None else None))

    @property
    def last(self) -> Received:
        """The last request."""
        return self.requests[-1]

    def take(self, received: Received) -> Reply:
        self.requests.append(received)
        return self.answers.pop(0)


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server within the context."""
    server = Server()
    with answering(server.take) as server.url:
        yield server
