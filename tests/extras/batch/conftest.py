import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import define, field
from datadog_llm_client import Client, batch

from tests.support.clients import INFERENCE, KEYS

DEFAULTS = {"integration": "openai", "account_id": "account-1", "model_id": "gpt-4o"}


@define
class Desk:
    """A folder, a client whose server is a function, and what it was asked."""

    folder: Path
    asked: list[str] = field(factory=list)
    answer: Callable[[str], httpx.Response] = field(default=lambda text: answered(text))

    def __attrs_post_init__(self) -> None:
        http = httpx.Client(transport=httpx.MockTransport(self._respond))
        self.client = Client(**KEYS, http_client=http, max_retries=0)

    client: Client = field(init=False)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        text = json.loads(request.content)["messages"][0]["content"]
        self.asked.append(text)
        return self.answer(text)

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, *lines: Any, name: str = "in.jsonl") -> Path:
        """A file of lines: text as it is, other values as JSON."""
        path = self.path(name)
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_bytes("".join(f"{text}\n" for text in texts).encode("utf-8", "surrogateescape"))
        return path

    def read(self, name: str = "out.jsonl") -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path(name).read_text(encoding="utf-8").splitlines()]

    def run(self, source: str = "in.jsonl", output: str = "out.jsonl", **options: Any) -> batch.Report:
        options = {"defaults": DEFAULTS, **options}
        return batch.run(self.client, self.path(source), self.path(output), **options)

    def run_on(self, cluster: Any, url: str, **options: Any) -> batch.Report:
        """The same on a cluster, whose workers call the server at a URL."""
        options = {"settings": {**KEYS, "base_url": url}, "defaults": DEFAULTS, **options}
        return batch.run_on(cluster, self.path("in.jsonl"), self.path("out.jsonl"), **options)


def question(text: str, **more: Any) -> dict[str, Any]:
    """A line of input."""
    return {"messages": [{"role": "user", "content": text}], **more}


def answered(text: str) -> httpx.Response:
    response = {**INFERENCE["response"], "content": f"re: {text}"}
    return httpx.Response(200, json={**INFERENCE, "response": response})


def numbers(path: Path) -> list[int]:
    """The lines of input that stand in an output."""
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return sorted(json.loads(line)["line"] for line in text.splitlines())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.client.close()
