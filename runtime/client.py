"""The sync driver of calls. The generated `Client` adds the operations."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, cast

import httpx

from .base import Backend, BaseClient
from .calls.call import Call
from .calls.mapping import Map
from .calls.throttle import DEFAULT_GIVE_UP_AFTER, DEFAULT_LONGEST_WAIT, Throttle
from .calls.turns import wait_for_turn
from .transports.shared_client import restore_location
from .values.attempt import BodyReader
from .values.errors import ConfigurationError, shown
from .values.settings import DEFAULT_CONCURRENCY, Options, checked_count
from .values.tracebacks import boundary
from .values.types import Response

if TYPE_CHECKING:
    from .calls.operation import PreparedRequest
    from .calls.pagination import Pages

__all__ = ("BaseSyncClient",)

P = ParamSpec("P")
T = TypeVar("T")


class BaseSyncClient(BaseClient[httpx.Client]):
    """Makes calls in the calling thread. A client can be shared between threads."""

    @staticmethod
    def _http_type() -> type[httpx.Client]:
        return httpx.Client

    def _backend(self, name: str) -> Backend[httpx.Client]:
        if not isinstance(name, str) or name != "httpx":
            raise ConfigurationError(
                f"http_backend={shown(name)}: a Client supports only 'httpx' (an AsyncClient also 'aiohttp')"
            )
        from .transports.clients import connect

        return connect

    def _call(self, prepared: PreparedRequest[T], options: Options) -> T:
        return self._result(self._respond(prepared, options))

    def _iterate(self, pages: Pages, options: Options) -> Iterator[Any]:
        """Yield the results of all pages, requesting each page once the one before is exhausted."""
        while pages.request is not None:
            yield from pages.take(self._respond(pages.request, options))

    def _respond(self, prepared: PreparedRequest[T], options: Options) -> Response[T]:
        call = self._start(prepared, options)
        while call.response is None:
            call.credentials = call.credentials.renewed()
            try:
                if call.throttle is not None:
                    call.begin(wait_for_turn(call.throttle, *call.turn))
                reader = self._attempt(call)
            except httpx.HTTPError as error:
                wait: float | None = call.failed(error)
            else:  # outside the try block, as exceptions from the caller's functions must propagate
                wait = call.answered(reader)
            if wait is not None:
                time.sleep(wait)
        return call.response

    def _attempt(self, call: Call[Any]) -> BodyReader:
        with call.deadline:
            http = self._shared.http
            with call.attempt(None if self._is_ours else http) as request:
                response = http.send(request, stream=True, follow_redirects=False)
            restore_location(response)
            reader = call.receive(response)
            try:
                for chunk in reader.iter_chunks():
                    if not reader.feed(chunk):
                        break
            except (httpx.HTTPError, httpx.StreamError) as error:
                reader.fail(error)
            finally:
                response.close()
        return reader

    @boundary
    def map(
        self,
        method: Callable[..., T],
        requests: Iterable[Mapping[str, Any]],
        *,
        concurrency: int = DEFAULT_CONCURRENCY,
        in_order: bool = False,
        rate: float | None = None,
        give_up_after: float = DEFAULT_GIVE_UP_AFTER,
        longest_wait: float = DEFAULT_LONGEST_WAIT,
    ) -> Map[T]:
        """Call a method of this client once per request, in a bounded number of threads.

        Memory use depends on `concurrency`, not on the number of requests: they are read as needed, in a separate
        thread, and copied. All calls share one rate, learned from the server's responses: a 429 slows all of them
        down and does not count against `max_retries`.

        Leaving the loop, or a `with client.map(...)` block, ends the map: nothing more is sent, and calls in flight
        are abandoned, though they may still be billed.

        Args:
            method: a method such as `client.run_inference`, which may come from `with_options` or `with_raw_response`.
            requests: the keyword arguments of each call.
            concurrency: maximum number of calls in flight or finished but not yet consumed.
            in_order: whether results come in the order of the requests rather than as they complete.
            rate: maximum calls per second, evenly spaced; None for as many as the server allows.
            give_up_after: seconds of nothing but 429 responses after which the map ends.
            longest_wait: seconds; a 429 that asks for a longer wait ends the map at once.

        Yields:
            A `MapResult` for each request. A failed call has an `error` and does not affect the others.

        Raises:
            ConfigurationError: `method` does not belong to this client, or another argument is invalid.
            RateLimitError: the server kept refusing. All available results were yielded first.
        """
        throttle = Throttle.checked(rate, give_up_after, longest_wait)
        options = {"concurrency": checked_count("concurrency", concurrency, least=1), "in_order": in_order}
        return Map(self._throttled(method, throttle), requests, throttle, **options)

    @boundary
    def close(self) -> None:
        """Close the connections, which copies of this client share. An `http_client` that you passed stays open."""
        self._shared.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def keep_response(method: Callable[P, T]) -> Callable[P, Response[T]]:
    """Retype a method of a client that returns each `Response` whole."""
    return cast(Callable[P, Response[T]], method)
