"""Calls the methods of a built package, in a process that has imported nothing else.

`python -m tools.survey.exercise DOCUMENT PACKAGES SEED NAME...` prints a line of JSON for each operation.
"""

import importlib
import json
import logging
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import HypothesisException

from tools.contract import METHODS

from . import bodies, wire
from .case import Answer, Case, Cases
from .method import CannotCall, Method
from .outcome import Stage
from .schemas import Node, Schemas

# Calls of each operation, and the time for all of them.
_EXAMPLES = 10
_SECONDS = 60
# These are about tests that could draw their values in another way.
HEALTH_CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


class _TookTooLong(BaseException):
    """Not an Exception, so that no library catches it."""


class Exercise:
    """One operation of a package, called with random values against a server that answers with random values."""

    def __init__(self, module: Any, schemas: Schemas, item: Node, path: str, method: str) -> None:
        self._node = item[method]
        self._sent: httpx.Request | None = None
        self._answer = Answer(200, None)
        self._cases = Cases(schemas, item, self._node)
        self._path, self._method = path, method.upper()
        self._call = self._connect(module)
        self._arguments = Method(self._call, schemas, self._cases.parameters, self._cases.body).arguments

    def _connect(self, module: Any) -> Callable[..., Any]:
        http = httpx.Client(transport=httpx.MockTransport(self._respond))
        client = module.Client("api-key", "app-key", http_client=http, max_retries=0, strict_responses=True)
        self._base = httpx.URL(client.base_url).path.rstrip("/")
        name = self._node["operationId"]
        # Where the client has something of that name already, the method has another.
        function: Callable[..., Any] = getattr(client, f"{name}_", None) or getattr(client, name)
        return function

    def run(self, examples: int, seeded: int) -> tuple[Stage, str]:
        """Call it until something is wrong, or for `examples` times."""
        found: list[tuple[Stage, str]] = []

        @seed(seeded)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=HEALTH_CHECKS,
            verbosity=Verbosity.quiet,
        )
        @given(self._cases.strategy())
        def try_(case: Case) -> None:
            if not found:
                stage, reason = self._one(case)
                if stage is not Stage.WORKS:
                    found.append((stage, reason))

        try:
            try_()
        except HypothesisException as error:
            return Stage.UNTRIED, f"no value could be made: {type(error).__name__}: {error}"
        return found[0] if found else (Stage.WORKS, "")

    def _one(self, case: Case) -> tuple[Stage, str]:
        self._sent, self._answer = None, case.answer
        try:
            result = self._call(**self._arguments(case))
        except CannotCall as reason:
            return Stage.WIRE, str(reason)
        except Exception as error:
            stage = Stage.WIRE if self._sent is None else Stage.ANSWER
            fault = self._request_fault(case, self._sent) if self._sent else ""
            return (Stage.WIRE, fault) if fault else (stage, f"{type(error).__name__}: {error}")
        if self._sent is None:
            return Stage.WIRE, "nothing was sent"
        if fault := self._request_fault(case, self._sent):
            return Stage.WIRE, fault
        body = case.answer.body
        fault = bodies.answer_fault(body and body.value, result, body and body.content_type)
        return (Stage.ANSWER, fault) if fault else (Stage.WORKS, "")

    def _respond(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self._sent = request
        body = self._answer.body
        if body is None:
            return httpx.Response(self._answer.status)
        content = bodies.encode(body.value, body.content_type)
        return httpx.Response(self._answer.status, headers={"content-type": body.content_type}, content=content)

    def _request_fault(self, case: Case, request: httpx.Request) -> str:
        if request.method != self._method:
            return f"method {request.method} is sent, not {self._method}"
        path, _, query = request.url.raw_path.decode().partition("?")
        by_place = {
            place: [one for one in case.parameters if one.place == place] for place in ("path", "query", "header")
        }
        return (
            wire.path_fault(self._base + self._path, by_place["path"], path)
            or wire.query_fault(by_place["query"], query)
            or wire.header_fault(by_place["header"], request.headers)
            or self._body_fault(case, request)
            or self._accept_fault(request.headers.get("accept", "*/*"))
        )

    @staticmethod
    def _body_fault(case: Case, request: httpx.Request) -> str:
        if case.body is None:
            # If the body is optional, an empty object is the same as none.
            sent = request.content
            return "" if sent in (b"", b"{}") else f"a body is sent, and should not be: {sent[:60]!r}"
        content_type = request.headers.get("content-type", "")
        if bodies.media_type(content_type) != bodies.media_type(case.body.content_type):
            return f"the body is sent as {content_type!r}, not as {case.body.content_type!r}"
        return bodies.request_fault(case.body.value, request.content, content_type)

    def _accept_fault(self, accept: str) -> str:
        ranges = {bodies.media_type(part) for part in accept.split(",")}
        for kind in sorted(map(bodies.media_type, self._cases.accepted)):
            if not ranges & {kind, f"{kind.partition('/')[0]}/*", "*/*"}:
                return f"header 'accept' is {accept!r}, which leaves out {kind!r}"
        return ""


def main(arguments: list[str]) -> None:
    """Try the named operations one after the other."""
    document, packages, seeded, *names = arguments
    root: Node = json.loads(Path(document).read_text(encoding="utf-8"))
    sys.path.insert(0, packages)
    module = importlib.import_module("datadog_llm_client")
    logging.disable()
    warnings.simplefilter("ignore")
    schemas = Schemas(root)
    signal.signal(signal.SIGALRM, _alarm)
    by_name = {
        node["operationId"]: (item, path, method)
        for path, item in root["paths"].items()
        for method, node in item.items()
        if method in METHODS
    }
    for name in names:
        signal.alarm(_SECONDS)
        try:
            stage, reason = Exercise(module, schemas, *by_name[name]).run(_EXAMPLES, int(seeded))
        except _TookTooLong:
            stage, reason = Stage.UNTRIED, f"took longer than {_SECONDS} s"
        except Exception as error:
            stage, reason = Stage.UNTRIED, f"the trial failed: {type(error).__name__}: {error}"
        finally:
            signal.alarm(0)
        print(json.dumps({"name": name, "stage": stage, "reason": reason}), flush=True)


def _alarm(*_: object) -> None:
    raise _TookTooLong


if __name__ == "__main__":
    main(sys.argv[1:])
