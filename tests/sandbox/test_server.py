import copy
import json
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox import serve
from tools.contract import Document

from .helpers import DOCUMENT, calling


def refuses(url: str) -> bool:
    address = httpx.URL(url)
    with socket.socket() as probe:
        return probe.connect_ex((address.host, address.port or 0)) != 0


def test_a_server_is_up_inside_its_context_only() -> None:
    before = threading.enumerate()
    with suppress(RuntimeError), serve() as running, calling(running.url) as api:
        assert api.send("list_accounts").status_code == 200
        raise RuntimeError("the context fails")
    assert set(threading.enumerate()) <= set(before)  # threads of others may end meanwhile
    assert refuses(running.url)


def test_a_server_stops_though_connections_are_open() -> None:
    before = threading.enumerate()
    with httpx.Client(trust_env=False) as kept, socket.socket() as half:
        with serve() as running:
            kept.get(running.url)
            address = httpx.URL(running.url)
            half.connect((address.host, address.port))
            half.sendall(b"POST /api HTTP/1.1\r\nHost: sandbox\r\nContent-Le")
        assert set(threading.enumerate()) <= set(before)  # threads of others may end meanwhile


def test_servers_run_side_by_side_and_count_for_themselves() -> None:
    with serve() as one, serve() as other, calling(one.url) as first, calling(other.url) as second:
        assert one.url != other.url
        numbers = [api.send("list_accounts").headers["x-request-id"] for api in (first, first, second)]
    assert numbers == ["sandbox-000001", "sandbox-000002", "sandbox-000001"]


def test_a_port_in_use_is_an_error() -> None:
    with serve() as running:
        port = httpx.URL(running.url).port or 0
        with pytest.raises(OSError, match="in use"), serve(port=port):
            pass


ADDED_PATH = "/api/v2/llm-obs/v1/integrations/{integration}/{account_id}/added/{its-name}"


@pytest.mark.parametrize("with_example", [True, False])
def test_an_operation_that_is_added_gets_its_documented_response(tmp_path: Path, with_example: bool) -> None:
    plain = copy.deepcopy(DOCUMENT.plain)
    content: dict[str, Any] = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Message"}}}
    if with_example:
        content["example"] = [{"role": "added"}]
    listing = next(operation for operation in DOCUMENT.operations() if operation.id == "list_accounts")
    open_to_all = plain["paths"][listing.path]["get"]
    responses = open_to_all["responses"] | {"200": {"description": "Added.", "content": {"application/json": content}}}
    parameters: list[dict[str, Any]] = [
        {"$ref": "#/components/parameters/integration"},
        {"$ref": "#/components/parameters/account_id"},
        {"name": "its-name", "in": "path", "required": True, "schema": {"type": "string"}},
    ]
    added = {"operationId": "read_added", "parameters": parameters, "responses": responses}
    plain["paths"][ADDED_PATH] = {"get": added}
    open_to_all["security"] = []
    path = tmp_path / "contract.json"
    path.write_text(json.dumps(plain), encoding="utf-8")

    with serve(path) as running, calling(running.url, Document.load(path)) as api:
        response = api.send("read_added")
        assert response.status_code == 200
        assert response.json()[0]["role"] == ("added" if with_example else "user")
        assert api.send("read_added", account_id="unknown").status_code == 400
        assert api.send("read_added", headers={}).status_code == 401
        assert api.send("list_accounts", headers={}).status_code == 200
