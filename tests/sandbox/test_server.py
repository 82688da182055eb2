import socket
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

from sandbox import CONTRACT, serve

from .helpers import Api


def fetch(url: str, document: dict[str, Any], operation_id: str) -> httpx.Response:
    with httpx.Client(base_url=url, trust_env=False) as client:
        return Api(client, document).send(operation_id)


def refuses(url: str) -> bool:
    address = httpx.URL(url)
    with socket.socket() as probe:
        return probe.connect_ex((address.host, address.port or 0)) != 0


def test_a_server_is_up_inside_its_context_only(document: dict[str, Any]) -> None:
    before = threading.enumerate()
    with serve() as running:
        assert fetch(running.url, document, "list_accounts").status_code == 200
    assert set(threading.enumerate()) <= set(before)  # threads of others may end meanwhile
    assert refuses(running.url)


def test_a_server_stops_when_the_context_fails() -> None:
    before = threading.enumerate()
    with pytest.raises(RuntimeError, match="on purpose"), serve():
        raise RuntimeError("on purpose")
    assert set(threading.enumerate()) <= set(before)  # threads of others may end meanwhile


def test_a_server_stops_though_connections_are_open(document: dict[str, Any]) -> None:
    before = threading.enumerate()
    with httpx.Client(trust_env=False) as kept, socket.socket() as half:
        with serve() as running:
            kept.get(running.url)
            address = httpx.URL(running.url)
            half.connect((address.host, address.port))
            half.sendall(b"POST /api HTTP/1.1\r\nHost: sandbox\r\nContent-Le")
        assert set(threading.enumerate()) <= set(before)  # threads of others may end meanwhile


def test_servers_run_side_by_side_and_count_for_themselves(document: dict[str, Any]) -> None:
    with serve() as one, serve() as other:
        assert one.url != other.url
        numbers = [
            fetch(url, document, "list_accounts").headers["x-request-id"] for url in (one.url, one.url, other.url)
        ]
    assert numbers == ["sandbox-000001", "sandbox-000002", "sandbox-000001"]


def test_a_port_in_use_is_an_error() -> None:
    with serve() as running:
        port = httpx.URL(running.url).port or 0
        with pytest.raises(OSError, match="in use"), serve(port=port):
            pass


ADDED_PATH = "/api/v2/llm-obs/v1/integrations/{integration}/{account_id}/added/{its-name}"


@pytest.mark.parametrize("with_example", [True, False])
def test_an_operation_that_is_added_gets_its_documented_answer(tmp_path: Path, with_example: bool) -> None:
    yaml = YAML(typ="safe", pure=True)
    document = yaml.load(CONTRACT)
    content: dict[str, Any] = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Message"}}}
    if with_example:
        content["example"] = [{"role": "added"}]
    listing = document["paths"][Api(httpx.Client(), document).operation("list_accounts")[1]]["get"]
    responses = listing["responses"] | {"200": {"description": "Added.", "content": {"application/json": content}}}
    parameters: list[dict[str, Any]] = [
        {"$ref": "#/components/parameters/integration"},
        {"$ref": "#/components/parameters/account_id"},
        {"name": "its-name", "in": "path", "required": True, "schema": {"type": "string"}},
    ]
    added = {"operationId": "read_added", "parameters": parameters, "responses": responses}
    document["paths"][ADDED_PATH] = {"get": added}
    path = tmp_path / "contract.yaml"
    yaml.dump(document, path)

    with serve(path) as running, httpx.Client(base_url=running.url, trust_env=False) as client:
        api = Api(client, document)
        response = api.send("read_added")
        assert response.status_code == 200
        assert response.json()[0]["role"] == ("added" if with_example else "user")
        assert api.send("read_added", account_id="unknown").status_code == 400
        assert api.send("read_added", headers={}).status_code == 401
        assert api.send("list_accounts").status_code == 200


def test_an_operation_without_security_needs_no_key(tmp_path: Path) -> None:
    yaml = YAML(typ="safe", pure=True)
    document = yaml.load(CONTRACT)
    _, path, node = Api(httpx.Client(), document).operation("list_accounts")
    document["paths"][path]["get"] = node | {"security": []}
    file = tmp_path / "contract.yaml"
    yaml.dump(document, file)
    with serve(file) as running, httpx.Client(base_url=running.url, trust_env=False) as client:
        assert Api(client, document).send("list_accounts", headers={}).status_code == 200
