"""Methods are called, and what they send and return is judged. The client is written here, with faults of each kind."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tools.project import ROOT
from tools.survey.exercise import Exercise
from tools.survey.outcome import Stage
from tools.survey.schemas import Node, Schemas

from .support import operation

# A client of one method, which sends and reads as the code in the middle says.
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

class AsyncClient(Client):
    async def update_dog(self, dog_id, *, page_limit=None, name=None, extra_body=None, **ignored):
        sync, self.http = self.http, self.sync(self.http)
        try:
            return super().update_dog(dog_id, page_limit=page_limit, name=name, extra_body=extra_body)
        finally:
            self.http = sync

    def sync(self, http):
        return httpx.Client(transport=http._transport)

method = "PUT"

def query_string(query):
    return "?" + str(httpx.QueryParams(query)) if query else ""

def sent(body):
    return {"json": body, "headers": {"accept": "application/json"}}
"""
SCHEMA = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
JSON_BODY: Node = {"content": {"application/json": {"schema": SCHEMA}}}
PARAMETERS = [
    {"name": "dog_id", "in": "path", "required": True, "schema": {"type": "string"}},
    {"name": "page[limit]", "in": "query", "schema": {"type": "integer"}},
]
UPDATE = operation(
    name="update_dog",
    parameters=PARAMETERS,
    requestBody={"required": True} | JSON_BODY,
    responses={"200": {"description": "The dog."} | JSON_BODY},
)


def client(before: str, after: str, more: str) -> ModuleType:
    module = ModuleType("client")
    source = PACKAGE.replace("{BEFORE}", before or "pass").replace("{AFTER}", after or "pass")
    exec(source + more, vars(module))
    return module


def exercise(
    before: str = "", after: str = "", more: str = "", node: Node = UPDATE, asynchronous: bool = False
) -> tuple[Stage, str]:
    module = client(before, after, more)
    one = Exercise(module, Schemas({}), {"put": node}, "/dogs/{dog_id}", "put", asynchronous=asynchronous)
    verdict = one.run(examples=20, seeded=0)
    assert one.calls or verdict[0] is Stage.UNTRIED
    return verdict


@pytest.mark.parametrize("asynchronous", [False, True])
def test_what_works(asynchronous: bool) -> None:
    assert exercise(asynchronous=asynchronous) == (Stage.WORKS, "")


def test_what_the_async_client_sends_wrongly() -> None:
    more = "\nAsyncClient.sync = lambda self, http: httpx.Client(transport=http._transport, params={'x': '1'})\n"
    assert exercise(more=more) == (Stage.WORKS, "")
    stage, _ = exercise(more=more, asynchronous=True)
    assert stage is Stage.WIRE


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("body['name'] = body['name'].upper()", "`name` is str"),
        ("body['more'] = 1", "`more` is there"),
        ("query = {name: -value for name, value in query.items()}", "query 'page[limit]' is sent as"),
        ("query = {}", "query 'page[limit]' is sent 0 times"),
        ("query['x'] = 1", "query 'x' is sent, and should not be"),
        ("dog_id += 'x'", "path parameter 'dog_id' is sent as"),
        ("global method; method = 'POST'", "method POST is sent, not PUT"),
        ("raise ValueError('no')", "ValueError: no"),
        ("return {}", "nothing was sent"),
    ],
)
def test_what_is_sent_wrongly(fault: str, reason: str) -> None:
    stage, found = exercise(before=fault)
    assert stage is Stage.WIRE
    assert reason in found


def test_a_wrong_request_is_told_though_the_answer_fails_too() -> None:
    stage, found = exercise(before="body['more'] = 1", after="raise ValueError('no')")
    assert (stage, found) == (Stage.WIRE, "`more` is there, and should not be")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("result['name'] += 'x'", "`name` is str"),
        ("result = None", "is NoneType None"),
        ("raise ValueError('no')", "ValueError: no"),
    ],
)
def test_what_is_read_wrongly(fault: str, reason: str) -> None:
    stage, found = exercise(after=fault)
    assert stage is Stage.ANSWER
    assert reason in found


RAISED = """
class ProviderError(Exception):
    response = None

def raised(result):
    if result.get("error") is None:
        return result
    error = ProviderError()
    error.response = result
    raise error
"""


def test_a_refusal_of_the_provider() -> None:
    schema = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string", "nullable": True}}}
    content = {"content": {"application/json": {"schema": schema}}}
    node = UPDATE | {"responses": {"200": {"description": "The dog.", "x-provider-error": "error"} | content}}
    assert exercise(after="raised(result)", more=RAISED, node=node) == (Stage.WORKS, "")
    stage, found = exercise(node=node)
    assert (stage, found) == (Stage.ANSWER, "the provider refused, and no ProviderError was raised")
    stage, found = exercise(after="raised({'error': 'x'})", more=RAISED, node=node)
    assert stage is Stage.ANSWER


def test_a_header_that_leaves_out_what_may_come() -> None:
    more = "\ndef sent(body): return {'json': body, 'headers': {'accept': 'text/csv'}}\n"
    stage, found = exercise(more=more)
    assert stage is Stage.WIRE
    assert "'accept' is 'text/csv'" in found


def test_a_parameter_that_the_method_does_not_take() -> None:
    parameter = {"name": "breed", "in": "query", "required": True, "schema": {"type": "string"}}
    stage, found = exercise(node=UPDATE | {"parameters": [*PARAMETERS, parameter]})
    assert (stage, found) == (Stage.WIRE, "the method takes no query parameter 'breed'")


def test_values_that_cannot_be_made_are_told() -> None:
    parameter = {
        "name": "dog_id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 2, "maximum": 1},
    }
    stage, found = exercise(node=UPDATE | {"parameters": [parameter]})
    assert stage is Stage.UNTRIED
    assert "no value could be made" in found


def test_an_operation_whose_name_the_client_needs_itself() -> None:
    more = "\nClient.update_dog_, Client.update_dog = Client.update_dog, lambda self: None\n"
    assert exercise(more=more) == (Stage.WORKS, "")


def test_a_package_in_a_process_of_its_own(tmp_path: Path) -> None:
    document, packages = tmp_path / "document.json", tmp_path / "packages"
    packages.mkdir()
    source = PACKAGE.replace("{BEFORE}", "pass").replace("{AFTER}", "pass")
    (packages / "datadog_llm_client.py").write_text(source, encoding="utf-8")
    missing = UPDATE | {"operationId": "missing"}
    root = {"paths": {"/dogs/{dog_id}": {"put": UPDATE}, "/cats/{dog_id}": {"put": missing}}}
    document.write_text(json.dumps(root), encoding="utf-8")
    command = [sys.executable, "-m", "tools.survey.exercise", str(document), str(packages), "5", "0"]
    run = subprocess.run([*command, "missing", "update_dog"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    first, second = map(json.loads, run.stdout.splitlines())
    assert first["stage"] == Stage.UNTRIED
    assert "no attribute 'missing'" in first["reason"]
    assert second == {"name": "update_dog", "stage": Stage.WORKS, "reason": "", "calls": 5}
