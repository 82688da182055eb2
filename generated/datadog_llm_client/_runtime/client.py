# Copied by "make generate" from runtime/client.py. Edit that, never this file.
"""The sync way to drive a call. The generated `Client` adds the operations."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

import httpx

from .base import Backend, BaseClient
from .calls.body_reader import BodyReader
from .calls.call import Call
from .calls.mapping import Map
from .calls.pagination import Pages
from .calls.requests import PreparedRequest
from .calls.throttle import DEFAULT_GIVE_UP_AFTER, DEFAULT_LONGEST_WAIT, Throttle
from .calls.turns import wait_for_turn
from .transports.road import restore_location
from .values.deadlines import keep
from .values.errors import ConfigurationError
from .values.excerpts import shown
from .values.settings import DEFAULT_CONCURRENCY, Options, checked_count
from .values.tracebacks import boundary
from .values.types import Response

P = ParamSpec("P")
T = TypeVar("T")


class BaseSyncClient(BaseClient[httpx.Client]):
    """Drives calls in the calling thread. One client may be shared by any number of threads."""

    @staticmethod
    def _http_type() -> type[httpx.Client]:
        return httpx.Client

    def _backend(self, name: str) -> Backend[httpx.Client]:
        if not isinstance(name, str) or name != "httpx":
            raise ConfigurationError(
                f"http_backend={shown(name)}: a Client has only 'httpx' (an AsyncClient also 'aiohttp')"
            )
        from .transports.clients import connector

        return connector

    def _call(self, prepared: PreparedRequest[T], options: Options) -> T:
        return self._result(self._respond(prepared, options))

    def _iterate(self, pages: Pages, options: Options) -> Iterator[Any]:
        """The results of all pages, each requested when the one before is used up."""
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
            else:  # apart, since what functions of the caller raise is not for us to catch
                wait = call.answered(reader)
            if wait is not None:
                time.sleep(wait)
        return call.response

    def _attempt(self, call: Call[Any]) -> BodyReader:
        with keep(call.deadline):
            http = self._pool.acquire()
            with call.attempt().built_by(http, is_ours=self._is_ours) as request:
                response = http.send(request, stream=True, follow_redirects=False)
            restore_location(response)
            reader = call.receive(response)
            try:
                for chunk in reader.iter_chunks():
                    if not reader.feed(chunk):
                        break
            except httpx.HTTPError as error:
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
        """Call a method of this client for many requests, a bounded number at a time, in threads.

        Memory depends on `concurrency` and not on the number of requests, which are taken as they are needed, in a
        thread of their own, and copied. All calls share one rate, which is found from the answers: refusals (429) slow
        all down, and do not count against `max_retries`.

        Leaving the loop, or a block of `with client.map(...)`, ends the map: nothing more is sent, and calls that are
        under way are given up, though they may be billed.

        Args:
            method: a method such as `client.run_inference`, also of `with_options` or `with_raw_response`.
            requests: the keywords of each call.
            concurrency: how many calls are under way or waiting to be taken, at most.
            in_order: whether results come in the order of the requests, or as soon as they are there.
            rate: most calls a second, evenly spaced; None for as many as the server allows.
            give_up_after: seconds without any answer but refusals after which the map ends.
            longest_wait: seconds; a refusal that asks for a longer wait ends the map at once.

        Yields:
            A `MapResult` for each request. A call that fails is one with an `error`, and the others go on.

        Raises:
            ConfigurationError: `method` is not one of this client, or another argument cannot work.
            RateLimitError: the server kept refusing. All results that there are were given before.
        """
        throttle = Throttle.checked(rate, give_up_after, longest_wait)
        options = {"concurrency": checked_count("concurrency", concurrency, least=1), "in_order": in_order}
        return Map(self._throttled(method, throttle), requests, throttle, **options)

    @boundary
    def close(self) -> None:
        """Close the connections, also those of copies of this client. A given `http_client` stays open."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def keep_response(method: Callable[P, T]) -> Callable[P, Response[T]]:
    """Type a method of a client that was told to keep responses."""
    return cast(Callable[P, Response[T]], method)
