# Copied by "make generate" from runtime/calls/call.py. Edit that, never this file.
"""One call: its attempts, until an answer or an error stands. Knows no sockets; the clients drive it."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import Generic, TypeVar, cast

import httpx

from ..values.attempt import Attempt
from ..values.deadlines import Deadline
from ..values.errors import APIConnectionError, APITimeoutError, ResponseValidationError
from ..values.rate_limits import requested_wait
from ..values.settings import Settings
from ..values.types import Response
from .requests import PreparedRequest
from .responses import read, status_error
from .retries import RATE_LIMITED, Outcome, wait_before_retry
from .throttle import Throttle

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Call(Generic[T]):
    """The state of one call. The driver attempts, reports what came of it, and waits as long as it is told."""

    def __init__(
        self,
        prepared: PreparedRequest[T],
        settings: Settings,
        observe: Callable[[object], None],
        throttle: Throttle | None = None,
    ) -> None:
        self._prepared = prepared
        self._settings = settings
        self._observe = observe
        self.throttle = throttle
        self._sent_at = 0.0
        self._not_before = 0.0
        self._refusal: Exception | None = None
        self._retries = 0
        self._refusals = 0
        self.deadline = Deadline.after(settings.deadline)
        self.response: Response[T] | None = None

    @property
    def turn(self) -> tuple[float, Deadline]:
        """From when on the next attempt may be made, on the monotonic clock, and by when."""
        return self._not_before, self.deadline

    def begin(self, at: float | None) -> None:
        """Its turn came at this moment; None where the deadline passed first, which raises."""
        if at is None:
            raise self._refusal or httpx.PoolTimeout("no turn came before the deadline")
        self._sent_at = at
        if self.throttle is not None:
            self.throttle.under_way.add(self.deadline)

    def attempt(self) -> Attempt:
        """What is to be sent next."""
        prepared, settings = self._prepared, self._settings
        return Attempt(
            prepared.operation.method,
            settings.base_url + prepared.path,
            {**settings.headers, **prepared.headers},
            settings.credentials,
            prepared.content,
            self._timeout(),
        )

    def _timeout(self) -> Mapping[str, float | None]:
        phases, deadline = self._settings.timeout.as_dict(), self.deadline
        if deadline.seconds is None:
            return phases
        return {phase: deadline.clamp(limit) for phase, limit in phases.items()}

    def receive(self, response: httpx.Response) -> BodyReader:
        """Where the body of an answer is collected."""
        return BodyReader(response, self._settings.max_response_bytes, self.deadline)

    def answered(self, body: BodyReader) -> float | None:
        """Take an answer: returns the seconds to wait before the next attempt, or None when `response` is there."""
        status_code, headers = body.response.status_code, body.response.headers
        answer = Response(
            status_code,
            headers,
            body.content,
            None,
            self._prepared.operation.method,
            self._prepared.path,
            self._retries + self._refusals,
        )
        logger.debug("%s %s: status %s", answer.method, answer.path, status_code)
        if self.throttle is not None:
            self.throttle.under_way.discard(self.deadline)
            if status_code == RATE_LIMITED:
                return self._refused(answer, self.throttle)
            self.throttle.answered(self._sent_at, time.monotonic())
        wait = None if status_code < 300 else self._wait(Outcome(status_code, headers), answer.received_at)
        if wait is not None:
            return wait
        if 200 <= status_code < 300 and body.fault is not None:
            raise ResponseValidationError("a whole body", body.fault, (), answer)
        self.response = read(self._prepared.operation, answer, self._observe)
        return None

    def _refused(self, answer: Response[None], throttle: Throttle) -> float:
        """The throttle says when a call is sent again that met the rate limit; it is no retry."""
        error = status_error(answer)
        asked = requested_wait(answer.headers, answer.received_at)
        throttle.refused(self._sent_at, time.monotonic(), asked, error)
        if asked is not None and not self.deadline.allows(asked):
            raise error
        self._refusal = error
        self._refusals += 1
        return 0.0

    def failed(self, error: httpx.HTTPError) -> float:
        """Take a failure: returns the seconds to wait before the next attempt, or raises what the failure means."""
        if self.throttle is not None:
            self.throttle.under_way.discard(self.deadline)
        wait = self._wait(Outcome(error=error), time.time())
        if wait is not None:
            return wait
        _strip(error)
        operation, path = self._prepared.operation, self._prepared.path
        if self.deadline.has_passed:
            message = f"no answer within the deadline of {self.deadline.seconds:g} s"
            raise APITimeoutError(message, method=operation.method, path=path, retries=self._retries) from error
        timed_out = isinstance(error, httpx.TimeoutException)
        kind = APITimeoutError if timed_out else APIConnectionError
        message = f"{type(error).__name__}: {_reason(error) or ('the time was up' if timed_out else 'no details')}"
        raise kind(message, method=operation.method, path=path, retries=self._retries) from error

    def _wait(self, outcome: Outcome, received_at: float) -> float | None:
        settings = self._settings
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
        self._not_before = time.monotonic() + wait  # a wait that ends with the map
        return 0.0


class BodyReader:
    """Collects the body of an answer, up to a size and until a moment."""

    def __init__(self, response: httpx.Response, max_bytes: int, deadline: Deadline) -> None:
        self.response = response
        self.fault: str | None = None
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._chunks: list[bytes] = []
        self._size = 0
        coding = response.headers.get("content-encoding", "").strip().lower()
        if "," in coding or coding in ("br", "zstd"):
            # Not to be unpacked: a few kB could become gigabytes in one step.
            self.fault = f"a Content-Encoding that was not asked for ({coding})"
        # Then httpx has nothing to unpack. A hook of the caller's client may have read it already.
        self._is_plain = (not coding or self.fault is not None) and not response.is_stream_consumed

    def iter_chunks(self) -> Iterable[bytes]:
        """The body as it arrives, unpacked."""
        return cast(Iterable[bytes], self.response.stream) if self._is_plain else self.response.iter_bytes()

    def aiter_chunks(self) -> AsyncIterable[bytes]:
        """The same, awaited."""
        return cast(AsyncIterable[bytes], self.response.stream) if self._is_plain else self.response.aiter_bytes()

    def feed(self, chunk: bytes) -> bool:
        """Keep a part of the body. False when there is no room for more."""
        self._size += len(chunk)
        if self._size > self._max_bytes:
            self.fault = f"more than max_response_bytes={self._max_bytes}"
            return False
        self._chunks.append(chunk)
        self._deadline.check()
        return True

    def fail(self, error: httpx.HTTPError) -> None:
        """The body could not be read to its end. Raises the error where the body is what counts."""
        if isinstance(error, httpx.DecodingError):
            self.fault = f"a body that its Content-Encoding does not describe ({error})"
        elif 200 <= self.response.status_code < 300:
            raise error

    @property
    def content(self) -> bytes:
        """What was collected."""
        return b"".join(self._chunks)


def _reason(error: BaseException | None) -> str:
    """What an error says, or else the one behind it."""
    return "" if error is None else str(error) or _reason(error.__cause__ or error.__context__)


def _strip(error: BaseException | None) -> None:
    """Drop the inner frames of an error that is handed on: their locals hold the request as it went on the wire."""
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
