"""The sandbox as an ASGI application."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from http import HTTPStatus
from itertools import count
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tools.contract import JSON, Operation

from . import credentials, inference, models
from .accounts import connected
from .conditions import Conditions
from .contract import Call, Contract
from .document import MalformedDocument, parse
from .faults import Fault, error_item
from .log import Log

# An exhausted limit. The wait is short, since callers honour it.
_REACHED = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}


def create_app(
    contract: Contract, conditions: Conditions | None = None, log: Callable[[str], object] | None = None
) -> Starlette:
    """Create the application that stands in for the API. `log` is called with a line for each request."""
    return _Sandbox(contract, conditions or Conditions(), log).app


class _Sandbox:
    def __init__(self, contract: Contract, conditions: Conditions, log: Callable[[str], object] | None) -> None:
        self._contract = contract
        self._conditions = conditions
        self._request_numbers = count(1)
        operations: defaultdict[str, dict[str, Operation]] = defaultdict(dict)
        for operation in contract.operations:
            operations[operation.path][operation.method.upper()] = operation
        self._accounts = self._connect({operation.id: operation for operation in contract.operations})
        self.app = Starlette(
            routes=[
                Route(_numbered(path), _Endpoint(self, operations[path]))
                # The most specific path first, as OpenAPI requires.
                for path in sorted(operations, key=lambda path: path.count("{"))
            ],
            middleware=[*([Middleware(Log, log)] if log else ()), Middleware(_RawPath)],
            exception_handlers={HTTPException: self._refuse},
        )
        self.app.router.redirect_slashes = False

    def _connect(self, operations: Mapping[str, Operation]) -> dict[str, list[dict[str, Any]]]:
        listing = operations["list_accounts"]
        _, published = self._documented(listing, self._contract.success(listing))
        return {name: connected(name, published) for name in self._contract.parameter_values("integration")}

    async def answer(self, operation: Operation, request: Request) -> Response:
        """Respond to a request for an operation."""
        call = await Call.of(operation, request)
        if self._conditions.latency:
            await asyncio.sleep(self._conditions.latency)
        limit = self._conditions.take()
        if self._conditions.is_exceeded:
            response = self._as_documented(operation, HTTPStatus.TOO_MANY_REQUESTS)
        elif self._conditions.fails():
            response = self._fail(operation, HTTPStatus.INTERNAL_SERVER_ERROR, "the sandbox was told to fail")
        else:
            response = self._answer(operation, call)
        response.headers.update(limit or {})
        return response

    def _answer(self, operation: Operation, call: Call) -> Response:
        given = self._contract.credentials(call)
        if given is None:
            return self._errors(HTTPStatus.UNAUTHORIZED, self._missing_credentials(call))
        if not credentials.accepted(given):
            return self._fail(operation, HTTPStatus.FORBIDDEN, "these credentials are not accepted")
        failure = credentials.requested_failure(given)
        if failure and self._contract.response(operation, failure):
            return self._as_documented(operation, HTTPStatus(failure))
        if found := self._faults(call):
            return self._errors(HTTPStatus.BAD_REQUEST, (fault.item(HTTPStatus.BAD_REQUEST) for fault in found))
        return self._result(call)

    def _missing_credentials(self, call: Call) -> Iterable[dict[str, Any]]:
        alternatives = self._contract.credential_headers(call.operation)
        detail = "send " + ", or ".join(" and ".join(headers.values()) for headers in alternatives)
        for header in alternatives[0].values():
            if header not in call.parameters.header:
                yield Fault(detail, "header", header).item(HTTPStatus.UNAUTHORIZED)

    def _faults(self, call: Call) -> list[Fault]:
        found = self._contract.faults(call)
        accounts = self._accounts.get(call.parameters.path.get("integration", ""))
        account = call.parameters.path.get("account_id")
        if accounts and account is not None and account not in (known["id"] for known in accounts):
            found.append(Fault("no such account is connected", "parameter", "account_id"))
        if call.operation.id == "run_inference":
            # The contract's faults already include a body that is not a document.
            with suppress(MalformedDocument):
                found += inference.faults(parse(call.body))
        return found

    def _result(self, call: Call) -> Response:
        operation, success = call.operation, self._contract.success(call.operation)
        integration = call.parameters.path.get("integration", "")
        match operation.id:
            case "list_accounts":
                content: Any = self._accounts[integration]
            case "list_models":
                content = models.offered(integration, self._documented(operation, success)[1])
            case "run_inference":
                fields = self._contract.known_fields(operation, parse(call.body))
                content = inference.infer(integration, fields)
            case _:  # no rules: respond with the contract's example
                return self._as_documented(operation, success)
        return self._reply(success, JSON, content, self._headers(operation, success))

    def _fail(self, operation: Operation, status: HTTPStatus, detail: str) -> Response:
        """Return the documented error, or a generic one."""
        if self._contract.response(operation, status):
            return self._as_documented(operation, status)
        return self._errors(status, [error_item(status, detail)])

    def _as_documented(self, operation: Operation, status: HTTPStatus) -> Response:
        headers = self._headers(operation, status)
        if status is HTTPStatus.TOO_MANY_REQUESTS:
            headers |= {name: value for name, value in _REACHED.items() if name in headers}
        return self._reply(status, *self._documented(operation, status), headers)

    def _documented(self, operation: Operation, status: HTTPStatus) -> tuple[str, Any]:
        """Return the media type and content of the contract's example response."""
        documented = self._contract.response(operation, status)
        found = self._contract.example(documented) if documented else None
        return found or (JSON, None)

    def _headers(self, operation: Operation, status: HTTPStatus) -> dict[str, str]:
        documented = self._contract.response(operation, status)
        return self._contract.headers(documented) if documented else {}

    async def _refuse(self, request: Request, error: Exception) -> Response:
        """Respond to a request that matches no operation."""
        assert isinstance(error, HTTPException)
        status = HTTPStatus(error.status_code)
        items = [error_item(status, f"{request.method} {request.scope['path']} is not in the contract")]
        return self._errors(status, items, error.headers or {})

    def _errors(self, status: HTTPStatus, items: Iterable[Any], headers: Mapping[str, str] | None = None) -> Response:
        return self._reply(status, JSON, {"errors": list(items)}, headers or {})

    def _reply(self, status: HTTPStatus, media_type: str, content: Any, headers: Mapping[str, str]) -> Response:
        numbered = {**headers, "X-Request-Id": f"sandbox-{next(self._request_numbers):06}"}
        if content is None:
            return Response(status_code=status, headers=numbered)
        if media_type != JSON:
            kind = "text/plain" if "*" in media_type else media_type
            return Response(str(content), status, numbered, media_type=kind)
        return JSONResponse(content, status, numbered)


class _Endpoint:
    """All operations of a path. An object, because Starlette adds HEAD to the methods of a function."""

    def __init__(self, sandbox: _Sandbox, operations: Mapping[str, Operation]) -> None:
        self._sandbox = sandbox
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        operation = self._operations.get(request.method)
        if operation is None:
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(self._operations)})
        response = await self._sandbox.answer(operation, request)
        await response(scope, receive, send)


def _numbered(path: str) -> str:
    """The path with its parameters numbered: the contract's names for them may be none that Starlette takes."""
    numbers = count()
    return re.sub("{[^{}]*}", lambda _: f"{{p{next(numbers)}}}", path)


class _RawPath:
    """Routes by the path as sent, so that an encoded slash stays within its parameter."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "raw_path" in scope:
            scope = {**scope, "path": scope["raw_path"].decode("latin-1")}
        await self._app(scope, receive, send)
