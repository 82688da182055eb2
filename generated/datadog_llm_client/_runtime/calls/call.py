# Copied from runtime/calls/call.py: edit that.
from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

import httpx

from ..values.attempt import Attempt, BodyReader
from ..values.deadlines import Deadline
from ..values.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    PermissionDeniedError,
    RequestValidationError,
    ResponseValidationError,
)
from ..values.rate_limits import requested_wait
from ..values.reading import Reading
from ..values.settings import Settings
from ..values.types import Response
from .responses import read, status_error
from .retries import RATE_LIMITED, Outcome, is_untrusted, wait_before_retry
from .throttle import Throttle

if TYPE_CHECKING:
    from .operation import PreparedRequest

T = TypeVar("T")

LONGEST_PATH = 60_000

logger = logging.getLogger(__name__)


class Call(Generic[T]):
    def __init__(
        self,
        prepared: PreparedRequest[T],
        settings: Settings,
        observe: Callable[[object, Reading], None],
        throttle: Throttle | None = None,
    ) -> None:
        if len(prepared.path) > LONGEST_PATH:
            raise RequestValidationError(
                f"a path and query of at most {LONGEST_PATH} characters", f"{len(prepared.path)}"
            )
        self._prepared = prepared
        self._settings = settings
        self._observe = observe
        self.throttle = throttle
        self._sent_at = 0.0
        self._not_before = 0.0
        self._refusal: Exception | None = None
        self._retries = 0
        self._refusals = 0
        self.credentials = settings.credentials
        self.deadline = Deadline.after(settings.deadline)
        self.response: Response[T] | None = None

    @property
    def turn(self) -> tuple[float, Deadline]:
        return self._not_before, self.deadline

    def begin(self, at: float | None) -> None:
        if at is None:
            raise self._refusal or httpx.PoolTimeout("the deadline passed before it was this call's turn")
        self._sent_at = at
        if self.throttle is not None:
            self.throttle.under_way.add(self.deadline)

    def attempt(self, http: httpx.Client | httpx.AsyncClient | None) -> Attempt:
        prepared, settings = self._prepared, self._settings
        return Attempt(
            prepared.operation.method,
            settings.base_url + prepared.path,
            {**settings.headers, **prepared.headers},
            self.credentials,
            prepared.content,
            self._timeout(),
            http,
        )

    def _timeout(self) -> Mapping[str, float | None]:
        phases, deadline = self._settings.timeout.as_dict(), self.deadline
        if deadline.seconds is None:
            return phases
        return {phase: deadline.clamp(limit) for phase, limit in phases.items()}

    def receive(self, response: httpx.Response) -> BodyReader:
        return BodyReader(response, self._settings.max_response_bytes, self.deadline)

    def answered(self, reader: BodyReader) -> float | None:
        status_code, headers, content = reader.response.status_code, reader.response.headers, reader.finish()
        if status_code >= 300:
            headers, content = self._concealed(headers, content)
        operation, path = self._prepared.operation, self._prepared.path
        sent_again = self._retries + self._refusals
        response = Response(status_code, headers, content, None, operation.method, path, sent_again)
        logger.debug("%s %s: status %s", response.method, response.path, status_code)
        if self.throttle is not None:
            self.throttle.under_way.discard(self.deadline)
            if status_code == RATE_LIMITED:
                return self._refused(response, self.throttle)
            self.throttle.answered(self._sent_at, time.monotonic())
        wait = None if status_code < 300 else self._wait(Outcome(status_code, headers), response.received_at)
        if wait is not None:
            return wait
        if 200 <= status_code < 300 and reader.fault is not None:
            raise ResponseValidationError("a complete body", reader.fault, (), response)
        try:
            self.response = read(
                operation, response, partial(self._tell, response), strict=self._settings.strict_responses
            )
        except (AuthenticationError, PermissionDeniedError) as error:
            error.hint = self._settings.hint
            raise
        except ResponseValidationError as error:
            error.found = self.credentials.conceal(error.found)
            error.args = (error.expected, error.found)
            raise
        return None

    def _tell(self, response: Response[None], parsed: object, reading: Reading) -> None:
        try:
            self._observe(parsed, reading)
        except BaseException as error:
            with suppress(Exception):
                if not hasattr(error, "response"):
                    error.response = response.evolve(parsed)  # type: ignore[attr-defined]
            raise

    def _concealed(self, headers: httpx.Headers, content: bytes) -> tuple[httpx.Headers, bytes]:
        def conceal(text: bytes) -> bytes:
            return self.credentials.conceal(text.decode("latin-1")).encode("latin-1")

        return httpx.Headers([(name, conceal(value)) for name, value in headers.raw]), conceal(content)

    def _refused(self, response: Response[None], throttle: Throttle) -> float:
        error = status_error(response)
        asked = requested_wait(response.headers, response.received_at)
        throttle.refused(self._sent_at, time.monotonic(), asked, error)
        if asked is not None and not self.deadline.allows(asked):
            raise error
        self._refusal = error
        self._refusals += 1
        return 0.0

    def failed(self, error: httpx.HTTPError) -> float:
        if self.throttle is not None:
            self.throttle.under_way.discard(self.deadline)
        wait = self._wait(Outcome(error=error), time.time())
        if wait is not None:
            return wait
        operation, path = self._prepared.operation, self._prepared.path
        self._conceal_in(error)
        if self.deadline.has_passed:
            message = f"no response within the deadline of {self.deadline.seconds:g} s"
            raise APITimeoutError(message, method=operation.method, path=path, retries=self._retries) from error
        timed_out = isinstance(error, httpx.TimeoutException)
        kind = APITimeoutError if timed_out else APIConnectionError
        reason = _reason(error) or ("timed out" if timed_out else "no details")
        message = f"{type(error).__name__}: {reason}{self._place(error, reason)}"
        raise kind(message, method=operation.method, path=path, retries=self._retries) from error

    def _conceal_in(self, error: BaseException | None) -> None:
        while error is not None:
            error.args = tuple(self.credentials.conceal(arg) if isinstance(arg, str) else arg for arg in error.args)
            error = error.__cause__

    def _place(self, error: httpx.HTTPError, reason: str) -> str:
        if is_untrusted(error):
            return "; pass verify= the CA bundle that the server's certificate was issued by"
        if not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return ""
        url = httpx.URL(self._settings.base_url)
        place = f"{url.host}:{url.port or (443 if url.scheme == 'https' else 80)}"
        return "" if url.host in reason else f", connecting to {place}"

    def _wait(self, outcome: Outcome, received_at: float) -> float | None:
        settings = self._settings
        if not self._prepared.can_be_sent:
            return None
        wait = wait_before_retry(
            outcome,
            retries=self._retries,
            max_retries=settings.max_retries,
            safe=self._prepared.operation.is_safe or settings.retry_unsafe,
            received_at=received_at,
        )
        if wait is None or not self.deadline.allows(wait):
            return None
        self._retries += 1
        logger.info(
            "%s: %s, retry %d of %d in %.2f s",
            self._prepared.operation.name,
            outcome,
            self._retries,
            settings.max_retries,
            wait,
        )
        if self.throttle is None:
            return wait
        self._not_before = time.monotonic() + wait
        return 0.0


def _reason(error: BaseException | None) -> str:
    return "" if error is None else str(error) or _reason(error.__cause__)
