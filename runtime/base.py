"""Settings and connections shared by the sync and async clients."""

from __future__ import annotations

import os
import platform
import ssl
import sys
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NoReturn, ParamSpec, Self, TypeAlias, TypeVar, cast

import httpx

from .calls.call import Call
from .calls.throttle import Throttle
from .transports.shared_client import SharedClient
from .values.credentials import BearerToken, Credentials, Service
from .values.errors import ConfigurationError, RequestValidationError, shown
from .values.servers import checked_verify, environment_proxy, resolve_server, tls_context
from .values.settings import (
    DEFAULT_MAX_CONNECTIONS,
    DEFAULT_MAX_RESPONSE_BYTES,
    Options,
    Settings,
    TimeoutTypes,
    checked_count,
    checked_flag,
)
from .values.tracebacks import boundary
from .values.types import UNSET, Response, Unset
from .values.unknowns import OnUnknown, TypoReporter, UnknownReporter

if TYPE_CHECKING:
    from .calls.operation import PreparedRequest

__all__ = ("BaseClient",)

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)
T = TypeVar("T")
P = ParamSpec("P")

#: Takes the maximum number of connections, a TLS context and a proxy; returns what calls are sent with.
Backend: TypeAlias = Callable[[int, ssl.SSLContext | None, httpx.Proxy | None], SharedClient[C]]


class BaseClient(Generic[C]):
    """Base class of both clients: settings and a connection pool."""

    _service: ClassVar[Service]
    _version: ClassVar[str]

    @boundary
    def __init__(
        self,
        api_key: str | None = None,
        app_key: str | None = None,
        *,
        bearer_token: BearerToken | None = None,
        site: str | None = None,
        base_url: str | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        deadline: float | None = None,
        max_retries: int | Unset = UNSET,
        retry_unsafe: bool = False,
        max_connections: int = DEFAULT_MAX_CONNECTIONS,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        verify: ssl.SSLContext | str | os.PathLike[str] | bool = True,
        allow_http: bool = False,
        http_client: C | None = None,
        http_backend: Literal["httpx", "aiohttp"] = "httpx",
        on_unknown: OnUnknown | None = None,
        strict_responses: bool = False,
    ) -> None:
        """Create a client. It connects on the first call.

        Args:
            api_key: Datadog API key. Defaults to the environment's DD_API_KEY, then DATADOG_API_KEY.
            app_key: Datadog application key. Defaults to DD_APP_KEY, then DATADOG_APP_KEY.
            bearer_token: OAuth access token to use in place of the two keys, or a function that returns one and is
                called before each attempt; with an `AsyncClient` it may be async. Defaults to DD_BEARER_TOKEN.
            site: Datadog site, such as "datadoghq.eu". Defaults to DD_SITE, then "datadoghq.com".
            base_url: URL to use instead of the site's, such as a gateway. Defaults to DD_LLM_BASE_URL if no site is
                given.
            timeout: seconds for each phase of a request, an `httpx.Timeout`, or None to wait forever. Defaults to
                5 s to connect and 10 minutes for everything else.
            deadline: seconds for a whole call, including all attempts and waits; None for no limit.
            max_retries: maximum number of times a request is sent again. Defaults to 2.
            retry_unsafe: whether to retry an inference, which costs money, that may already have been processed.
            max_connections: maximum number of open connections.
            max_response_bytes: maximum size of a response body, in bytes after decompression.
            verify: True, False, an `ssl.SSLContext`, or the path to a CA bundle.
            allow_http: whether keys may be sent over plain HTTP to hosts other than loopback.
            http_client: your own httpx client, used as is and never closed. It has its own connections, so
                `max_connections` and `verify` do not apply.
            http_backend: "aiohttp" makes an `AsyncClient` use aiohttp's connections, which requires the extra
                `datadog-llm-client[aiohttp]`.
            on_unknown: called with the path and value of anything in a response that the contract does not describe
                (a new field, a new enum value, or a value of the wrong type) and of possible typos in a request, once
                per kind. Paths start with `response.` or `request.`. If it raises, the call fails with that
                exception, which carries the response, if there is one, as its `response` attribute.
            strict_responses: whether a response that does not match the contract raises `ResponseValidationError`;
                useful in contract tests. By default, mismatches are returned as received and reported.

        Raises:
            ConfigurationError: a setting is missing or invalid.
        """
        server = resolve_server(self._service, site, base_url, allow_http=checked_flag("allow_http", allow_http))
        settings = Settings(
            base_url=server.base_url,
            credentials=Credentials.resolve(self._service, api_key, app_key, bearer_token),
            headers={
                "accept": "application/json",
                "accept-encoding": "gzip, deflate",  # the only codings that `max_response_bytes` is tested with
                "user-agent": f"datadog-llm-client/{self._version} httpx/{httpx.__version__} "
                f"python/{platform.python_version()}",
            },
            max_response_bytes=checked_count("max_response_bytes", max_response_bytes, least=1),
            hint=server.hint,
        )
        self._settings = Options(timeout, max_retries, deadline, retry_unsafe, strict_responses).apply(settings)
        if on_unknown is not None and not callable(on_unknown):
            raise ConfigurationError(f"on_unknown must be a function, not {shown(on_unknown)}")
        self._reporter = UnknownReporter(on_unknown)
        self._typos = TypoReporter(on_unknown)
        limit = checked_count("max_connections", max_connections, least=1)
        if http_client is not None and not isinstance(http_client, self._http_type()):
            raise ConfigurationError(
                f"http_client must be an httpx.{self._http_type().__name__}, not {type(http_client).__name__}"
            )
        verify = checked_verify(verify)
        self._is_ours = http_client is None
        self._shared = (
            self._own_client(http_backend, limit, verify) if http_client is None else SharedClient(http_client)
        )
        self._raw = False
        self._throttle: Throttle | None = None

    @staticmethod
    @abstractmethod
    def _http_type() -> type[C]: ...

    @abstractmethod
    def _backend(self, name: str) -> Backend[C]: ...

    def _own_client(self, backend: str, limit: int, verify: ssl.SSLContext | bool) -> SharedClient[C]:
        """Return our own httpx client. Slow or fallible setup happens now; nothing is connected yet."""
        base_url = self._settings.base_url
        try:
            proxy = environment_proxy(base_url)
            schemes = {base_url.partition(":")[0], proxy.url.scheme if proxy is not None else ""}
            context = tls_context(verify) if "https" in schemes else None
            return self._backend(backend)(limit, context, proxy)
        except ConfigurationError:
            raise
        except (OSError, ValueError, TypeError, ImportError, httpx.InvalidURL) as error:
            raise ConfigurationError(
                f"cannot set up the HTTP connection ({error}): check verify= and the environment variables "
                "SSL_CERT_FILE, SSL_CERT_DIR, HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY"
            ) from error

    @property
    def base_url(self) -> str:
        """The URL that paths are appended to."""
        return self._settings.base_url

    @boundary
    def with_options(
        self,
        *,
        timeout: TimeoutTypes | Unset = UNSET,
        deadline: float | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> Self:
        """Return a copy with different settings that shares this client's connections.

        Settings that are not given keep their values. This client is not changed.
        """
        return self._copy(
            _settings=Options(timeout, max_retries, deadline, retry_unsafe, strict_responses).apply(self._settings)
        )

    def _copy(self, **changes: Any) -> Self:
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, **changes)
        return copy

    def _throttled(self, method: Callable[P, T], throttle: Throttle) -> Callable[P, T]:
        """Bind a method of this client to a throttle that all its calls share."""
        owner = getattr(method, "__self__", None)
        if isinstance(owner, BaseClient):
            if type(owner)._http_type() is not self._http_type():
                raise ConfigurationError(f"map() of {self!r} was given a method of {owner!r}")
            if owner._shared is not self._shared:
                raise ConfigurationError("map() takes a method of the same client, but this one has other connections")
            return cast(Callable[P, T], getattr(owner._copy(_throttle=throttle), method.__name__))
        mocks: Any = sys.modules.get("unittest.mock")  # a mock in place of a method, with or without autospec
        if mocks is not None and isinstance(getattr(method, "mock", method), mocks.NonCallableMock):
            return method
        raise ConfigurationError("map() takes a method of a client, such as client.run_inference")

    def _start(self, prepared: PreparedRequest[T], options: Options) -> Call[T]:
        """Create a call with these options. Nothing is sent yet."""
        for name in self._service.credential_headers & prepared.headers.keys():
            raise RequestValidationError("no credentials (pass them to the client)", name, ("extra_headers",))
        if prepared.unknown is not None:
            self._typos.observe(prepared.unknown)
        return Call(prepared, options.apply(self._settings), self._reporter.observe, self._throttle)

    def _result(self, response: Response[T]) -> T:
        return cast(T, response) if self._raw else response.parsed

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base_url}>"

    def __copy__(self) -> Self:
        return self  # so that objects holding a client, such as dataclasses, can be copied

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError(
            "a client cannot be pickled because it holds keys and connections: create one in each process"
        )
