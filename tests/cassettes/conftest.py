import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest
from datadog_llm_client import AsyncClient, Client
from vcr import VCR
from vcr.cassette import Cassette

from tests.cassettes import recording
from tests.cassettes.recording import AnnotatedSerializer, Source

SERIALIZER = AnnotatedSerializer()
#: Calls an operation by name with its arguments, on a client that is closed afterwards.
Call = Callable[..., Any]


def pytest_recording_configure(config: pytest.Config, vcr: VCR) -> None:
    vcr.register_serializer("yaml", SERIALIZER)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name != "test_recording.py":
            item.add_marker(pytest.mark.vcr)
            item.add_marker(pytest.mark.block_network)


@pytest.fixture(scope="session")
def source(record_mode: str) -> Iterator[Source]:
    with recording.source(record_mode) as found:
        SERIALIZER.source = found
        yield found


@pytest.fixture
def vcr_config(source: Source) -> dict[str, Any]:
    return {
        "match_on": ["method", "scheme", "host", "path", "query", "body"],
        "before_record_request": partial(recording.scrub_request, source),
        "before_record_response": partial(recording.scrub_response, source),
        "decode_compressed_response": True,
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """One directory for each module: in the place of the cassettes, or aside where `make record` says so."""
    root = os.environ.get(recording.ASIDE) or recording.CASSETTES
    return str(Path(root, request.path.stem))


@pytest.fixture
def default_cassette_name(request: pytest.FixtureRequest) -> str:
    """One for the sync client, and one for the async client, which it plays over aiohttp too."""
    return str(request.node.name).replace("[", ".").replace("]", "").replace(".aiohttp", ".async")


@pytest.fixture(params=["sync", "async", "aiohttp"])
def call(request: pytest.FixtureRequest, source: Source, record_mode: str, vcr: Cassette) -> Iterator[Call]:
    def run(operation: str, *arguments: object, raw: bool = False, api_key: str | None = None, **keywords: Any) -> Any:
        arguments = tuple(source.actual(value) if isinstance(value, str) else value for value in arguments)
        if "model_id" in keywords:
            keywords["model_id"] = source.actual(keywords["model_id"])
        settings: dict[str, Any] = {"base_url": source.base_url, "max_retries": 0}
        hidden = keywords.pop("hide_header", None)

        def method(client: Client | AsyncClient) -> Any:
            credentials = client._settings.credentials
            kept = {name: value for name, value in credentials.headers.items() if name != hidden}
            client._settings = attrs.evolve(client._settings, credentials=attrs.evolve(credentials, headers=kept))
            return getattr(client.with_raw_response if raw else client, operation)

        async def asynchronous() -> Any:
            settings["http_backend"] = "aiohttp" if request.param == "aiohttp" else "httpx"
            async with AsyncClient(api_key or source.api_key, source.app_key, **settings) as client:
                return await method(client)(*arguments, **keywords)

        if request.param != "sync":
            return anyio.run(asynchronous)
        with Client(api_key or source.api_key, source.app_key, **settings) as client:
            return method(client)(*arguments, **keywords)

    yield run
    if record_mode == "none":
        assert vcr.all_played, "the test asked for less than was recorded"
