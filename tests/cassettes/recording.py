"""Where cassettes are recorded from, and what is taken out of them on the way in.

Everything recorded looks as if it came from Datadog's default site with the published example account, so that the
same cassette plays wherever it was recorded. Headers are kept by name, so nothing unforeseen gets in.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from attrs import field, frozen
from vcr.request import Request
from vcr.serializers import yamlserializer

from sandbox import API_KEY, APP_KEY, serve

BASE_URL = "https://api.datadoghq.com"
KEPT_REQUEST_HEADERS = ("accept", "content-type")
KEPT_RESPONSE_HEADERS = (
    "content-type",
    "retry-after",
    "x-ratelimit-limit",
    "x-ratelimit-name",
    "x-ratelimit-period",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
)
CASSETTES = Path(__file__).parent / "cassettes"
#: The variable that names the directory to record into, for `make record` to put in place afterwards.
ASIDE = "RECORD_ASIDE"
#: What the tests ask for. Recording from Datadog replaces these by the values of the environment, and back.
EXAMPLES = {"DD_LLM_ACCOUNT_ID": "account-abc123", "DD_LLM_MODEL_ID": "gpt-4o"}
LIVE_VARIABLES = ("DD_API_KEY", "DD_APP_KEY", *EXAMPLES)


@frozen
class Source:
    """Where requests go: the sandbox, Datadog, or nowhere but a cassette."""

    name: str
    base_url: str
    api_key: str = field(repr=False)
    app_key: str = field(repr=False)
    #: The value in the test, and the one to use at the source.
    replacements: Mapping[str, str] = {}

    def actual(self, example: str) -> str:
        """The account or model to use for the one that a test names."""
        return self.replacements.get(example, example)

    def scrub(self, text: str) -> str:
        """Text without the account and model that were really used."""
        for example, actual in self.replacements.items():
            text = text.replace(actual, example)
        return text


def live_url() -> str:
    """The host of the Datadog site that the environment names."""
    return f"https://api.{os.environ.get('DD_SITE') or 'datadoghq.com'}"


def live_source() -> Source:
    """Datadog, with the keys and names of the environment, which `make record` has looked for."""
    replacements = {example: os.environ[name] for name, example in EXAMPLES.items()}
    return Source("Datadog", live_url(), os.environ["DD_API_KEY"], os.environ["DD_APP_KEY"], replacements)


@contextmanager
def source(record_mode: str) -> Iterator[Source]:
    """What the tests talk to in a mode of recording."""
    if record_mode == "none":
        yield Source("a cassette", BASE_URL, "not-a-key", "not-a-key")
    elif os.environ.get("LIVE", "") not in ("", "0"):
        yield live_source()
    else:
        with serve() as sandbox:
            yield Source("the sandbox", sandbox.url, API_KEY, APP_KEY)


class AnnotatedSerializer:
    """VCR's YAML, headed by a line that says where it was recorded."""

    source: Source | None = None

    def serialize(self, cassette: dict[str, Any]) -> str:
        assert self.source is not None
        return f"# Recorded from {self.source.name} by `make record`.\n{yamlserializer.serialize(cassette)}"

    def deserialize(self, text: str) -> Any:
        return yamlserializer.deserialize(text)


def scrub_request(source: Source, request: Request) -> Request:
    """Runs on recording and on matching alike."""
    parts = urlsplit(request.uri)
    if urlsplit(source.base_url).netloc == parts.netloc:
        host = urlsplit(BASE_URL)
        request.uri = source.scrub(urlunsplit((host.scheme, host.netloc, *parts[2:])))
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in KEPT_REQUEST_HEADERS}
    # Without a body, httpx has an empty one and aiohttp none.
    request.body = source.scrub((request.body or b"").decode()).encode()
    return request


def scrub_response(source: Source, response: dict[str, Any]) -> dict[str, Any]:
    """Runs on recording only."""
    headers = {name.lower(): value for name, value in response["headers"].items()}
    response["headers"] = {name: headers[name] for name in KEPT_RESPONSE_HEADERS if name in headers}
    if "x-request-id" in headers:
        response["headers"]["x-request-id"] = ["scrubbed"]
    response["body"]["string"] = source.scrub(response["body"]["string"].decode()).encode()
    return response
