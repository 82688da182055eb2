"""Methods are called, and their requests and results judged. This client has faults of each kind."""

import datetime
import json
import subprocess
import sys
import uuid
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools.project import ROOT
from tools.survey.case import Answer, Body, Case
from tools.survey.contract import Contract
from tools.survey.exercise import Exercise
from tools.survey.method import Method
from tools.survey.outcome import Stage
from tools.survey.schemas import Node, Schemas

from .support import CONTRACT, operation

# A client with one method, into which faults are inserted.
PACKAGE = """
import httpx
from urllib.parse import quote

class Client:
    def __init__(self, api_key, app_key, *, http_client, max_retries, strict_responses=False):
        assert strict_responses
        self.http, self.base_url = http_client, "https://api.example.com/base"

    def update_dog(self, dog_id, *, page_limit=None, name=None, extra_body=None, **ignored):
        query = {} if page_limit is None else {"page[limit]": page_limit}
        body = dict(extra_body or {}, **({} if name is None else {"name": name}))
        {BEFORE}
        path = "/base/dogs/" + quote(dog_id, safe="")
        url = httpx.URL("https://api.example.com").copy_with(raw_path=(path + query_string(query)).encode())
        response = self.http.request(method, url, **sent(body))
        result = response.json()
        {AFTER}
        return result

method = "PUT"

def query_string(query):
    return "?" + str(httpx.QueryParams(query)) if query else ""

def sent(body):
    return {"json": body, "headers": {"accept": "application/json"}}
"""
SCHEMA = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
JSON_BODY: Node = {"content": {"application/json": {"schema": SCHEMA}}}
PARAMETERS: list[Node] = [
    {"name": "dog_id", "in": "path", "required": True, "schema": {"type": "string"}},
    {"name": "page[limit]", "in": "query", "schema": {"type": "integer"}},
]
UPDATE = operation(
    name="update_dog",
    parameters=PARAMETERS,
    requestBody={"required": True} | JSON_BODY,
    responses={"200": {"description": "The dog."} | JSON_BODY},
)


def exercise(before: str = "", after: str = "", more: str = "", node: Node = UPDATE) -> tuple[Stage, str]:
    module = ModuleType("client")
    source = PACKAGE.replace("{BEFORE}", before or "pass").replace("{AFTER}", after or "pass")
    exec(source + more, vars(module))
    return Exercise(module, Schemas({}), {"put": node}, "/dogs/{dog_id}", "put").run(examples=20, seeded=0)


def test_what_works() -> None:
    assert exercise() == (Stage.WORKS, "")


@pytest.mark.parametrize(
    ("before", "after", "stage", "reason"),
    [
        ("body['name'] = body['name'].upper()", "", Stage.WIRE, "`name` is str"),
        ("body['more'] = 1", "", Stage.WIRE, "`more` is there"),
        ("query = {name: -value for name, value in query.items()}", "", Stage.WIRE, "query 'page[limit]' is sent as"),
        ("query = {}", "", Stage.WIRE, "query 'page[limit]' is sent 0 times"),
        ("query['x'] = 1", "", Stage.WIRE, "query 'x' is sent, and should not be"),
        ("dog_id += 'x'", "", Stage.WIRE, "path parameter 'dog_id' is sent as"),
        ("global method; method = 'POST'", "", Stage.WIRE, "method POST is sent, not PUT"),
        ("raise ValueError('no')", "", Stage.WIRE, "ValueError: no"),
        ("return {}", "", Stage.WIRE, "nothing was sent"),
        # A wrong request is reported even if the answer fails, too.
        ("body['more'] = 1", "raise ValueError('no')", Stage.WIRE, "`more` is there, and should not be"),
        ("", "result['name'] += 'x'", Stage.ANSWER, "`name` is str"),
        ("", "result = None", Stage.ANSWER, "is NoneType None"),
        ("", "raise ValueError('no')", Stage.ANSWER, "ValueError: no"),
    ],
)
def test_what_is_sent_or_read_wrongly(before: str, after: str, stage: Stage, reason: str) -> None:
    found = exercise(before, after)
    assert found[0] is stage
    assert reason in found[1]


_BREED = {"name": "breed", "in": "query", "required": True, "schema": {"type": "string"}}
_NOTHING = {"type": "integer", "minimum": 2, "maximum": 1}


@pytest.mark.parametrize(
    ("more", "parameters", "stage", "reason"),
    [
        (
            "\ndef sent(body): return {'json': body, 'headers': {'accept': 'text/csv'}}\n",
            PARAMETERS,
            Stage.WIRE,
            "'accept' is 'text/csv'",
        ),
        ("", [*PARAMETERS, _BREED], Stage.WIRE, "the method takes no query parameter 'breed'"),
        ("", [PARAMETERS[0] | {"schema": _NOTHING}], Stage.UNTRIED, "no value could be made"),
        # An operation with the name of a method of the client.
        (
            "\nClient.update_dog_, Client.update_dog = Client.update_dog, lambda self: None\n",
            PARAMETERS,
            Stage.WORKS,
            "",
        ),
    ],
)
def test_clients_and_contracts_that_do_not_fit(more: str, parameters: list[Node], stage: Stage, reason: str) -> None:
    found = exercise(more=more, node=UPDATE | {"parameters": parameters})
    assert found[0] is stage
    assert reason in found[1]


def test_a_package_in_a_process_of_its_own(tmp_path: Path) -> None:
    document, packages = tmp_path / "document.json", tmp_path / "packages"
    packages.mkdir()
    source = PACKAGE.replace("{BEFORE}", "pass").replace("{AFTER}", "pass")
    (packages / "datadog_llm_client.py").write_text(source, encoding="utf-8")
    missing = UPDATE | {"operationId": "missing"}
    root = {"paths": {"/dogs/{dog_id}": {"put": UPDATE}, "/cats/{dog_id}": {"put": missing}}}
    document.write_text(json.dumps(root), encoding="utf-8")
    command = [sys.executable, "-m", "tools.survey.exercise", str(document), str(packages), "0"]
    run = subprocess.run([*command, "missing", "update_dog"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    first, second = map(json.loads, run.stdout.splitlines())
    assert first["stage"] == Stage.UNTRIED
    assert "no attribute 'missing'" in first["reason"]
    assert second == {"name": "update_dog", "stage": Stage.WORKS, "reason": ""}


def test_values_are_passed_with_their_types() -> None:
    def method(*, at: Any, day: Any, uid: Any, data: Any) -> None: ...

    schema = Contract.load(str(CONTRACT)).root["components"]["schemas"]["Values"]
    uid = uuid.UUID(int=1)
    value = {"at": ["2026-01-31T12:00:00Z"], "day": "2026-01-31", "uid": str(uid), "data": "AA=="}
    case = Case((), Body("application/json", value, schema), Answer(204, None))
    assert Method(method, Schemas({}), [], schema).arguments(case) == {
        "at": [datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)],
        "day": datetime.date(2026, 1, 31),
        "uid": uid,
        "data": b"\0",
    }
