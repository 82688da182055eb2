import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import httpcore
import httpx
import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError
from datadog_llm_client._runtime.base import BaseClient

from sandbox import API_KEY as SANDBOX_API_KEY
from sandbox import APP_KEY as SANDBOX_APP_KEY
from sandbox import Sandbox
from tests.support.clients import API_KEY, APP_KEY, KEYS, Mode, Script, list_accounts, pool_of, run_inference


def test_what_goes_on_the_wire(mode: Mode) -> None:
    script = Script()
    mode.run(list_accounts, script, site="datadoghq.eu")
    sent = script.sent[0]
    assert (sent.method, sent.content) == ("GET", b"")
    assert sent.url == "https://api.datadoghq.eu/api/v2/llm-obs/v1/integrations/openai/accounts"
    assert sent.headers["DD-API-KEY"] == API_KEY
    assert sent.headers["DD-APPLICATION-KEY"] == APP_KEY
    assert sent.headers["Accept"] == "application/json"
    assert sent.headers["User-Agent"].startswith("datadog-llm-client/")
    assert "authorization" not in sent.headers
    assert "content-type" not in sent.headers


def test_the_path_of_a_base_url_is_kept(mode: Mode) -> None:
    script = Script()
    mode.run(list_accounts, script, base_url="https://gateway.example/datadog/")
    assert script.sent[0].url == "https://gateway.example/datadog/api/v2/llm-obs/v1/integrations/openai/accounts"


def test_a_body_on_the_wire(mode: Mode) -> None:
    script = Script()
    mode.failure(lambda client: run_inference(client, temperature=None, top_k=3), script)
    sent = script.sent[0]
    assert sent.method == "POST"
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.headers["Content-Length"] == str(len(sent.content))
    assert sent.json == {
        "model_id": "gpt-4o",
        "messages": [{"role": "user", "content": "Hello?"}],
        "temperature": None,
        "top_k": 3,
    }


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_shows_its_server_only_and_refuses_to_pickle(kind: type[BaseClient[Any]]) -> None:
    client = kind(**KEYS, site="datadoghq.eu")
    assert repr(client) == f"<{kind.__name__} https://api.datadoghq.eu>"
    with pytest.raises(ConfigurationError, match=r"cannot be pickled.*create one in each process"):
        pickle.dumps(client)


@dataclasses.dataclass
class Service:
    """What users have: an object that holds a client among other things."""

    client: Any
    names: list[str] = dataclasses.field(default_factory=list)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_client_is_the_client(kind: Any, duplicate: Callable[[Any], Any]) -> None:
    client = kind(**KEYS)
    assert duplicate(client) is client
    assert duplicate(Service(client)).client is client
    assert duplicate([client, client]) == [client, client]
    assert dataclasses.asdict(Service(client))["client"] is client
    assert dataclasses.replace(Service(client), names=["a"]).client is client


def test_a_copy_shares_the_connections_and_mutates_nothing(client: Client) -> None:
    before = client._settings
    client.list_accounts("openai")
    changed = client.with_options(timeout=3, max_retries=0, deadline=9, retry_unsafe=True)
    assert type(changed) is Client
    assert changed._shared.http is client._shared.http
    assert client._settings is before
    assert changed._settings.timeout == httpx.Timeout(3.0)
    assert (changed._settings.max_retries, changed._settings.deadline, changed._settings.retry_unsafe) == (0, 9.0, True)
    assert changed.list_accounts("openai") == client.list_accounts("openai")


def test_closing_a_client_closes_its_copies() -> None:
    with Client(**KEYS) as client:
        duplicate = client.with_options(max_retries=0)
    with pytest.raises(ConfigurationError, match="this client is closed"):
        duplicate.list_accounts("openai")
    with pytest.raises(ConfigurationError, match="this client is closed"):
        duplicate.with_raw_response.list_accounts("openai")


def test_a_with_block_closes_the_connections(sandbox: Sandbox) -> None:
    with Client(SANDBOX_API_KEY, SANDBOX_APP_KEY, base_url=sandbox.url) as client:
        client.list_accounts("openai")
        assert len(pool_of(client)) == 1
    assert len(pool_of(client)) == 0
    client.close()  # once more does no harm


def test_settings_of_the_connections() -> None:
    with Client(**KEYS, max_connections=7, verify=False) as client:
        pool = pool_of(client)
        assert pool._room._value == 7
        connection = pool.take(httpcore.URL(client.base_url).origin)
        assert connection._ssl_context.check_hostname is False


def test_a_raw_response(mode: Mode, sandbox: Sandbox) -> None:
    settings: dict[str, Any] = {"base_url": sandbox.url, "api_key": SANDBOX_API_KEY, "app_key": SANDBOX_APP_KEY}
    response = mode.run(lambda client: list_accounts(client.with_raw_response), **settings)
    assert response.parsed == mode.run(list_accounts, **settings)
    assert (response.status_code, response.method, response.retries) == (200, "GET", 0)
    assert response.path == "/api/v2/llm-obs/v1/integrations/openai/accounts"
    assert response.headers["content-type"] == "application/json"
    assert response.request_id.startswith("sandbox-")
    assert response.rate_limit.limit > 0
    assert response.content.startswith(b"[{")
