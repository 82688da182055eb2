# Copied by "make generate" from runtime/base.py. Edit that, never this file.
"""What the sync and the async client share: settings, and a pool of connections."""

from __future__ import annotations

import os
import platform
import ssl
import sys
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Generic, Literal, NoReturn, ParamSpec, Self, TypeAlias, TypeVar, cast

import httpx

from .calls.call import Call
from .calls.requests import PreparedRequest
from .calls.throttle import Throttle
from .transports.proxies import environment_proxy
from .transports.road import Road
from .values.credentials import BearerToken, Credentials, Service
from .values.errors import ConfigurationError, RequestValidationError
from .values.excerpts import shown
from .values.servers import resolve_server
from .values.settings import (
    DEFAULT_MAX_CONNECTIONS,
    DEFAULT_MAX_RESPONSE_BYTES,
    Options,
    Settings,
    Timeout,
    checked_count,
    checked_flag,
)
from .values.tracebacks import boundary
from .values.types import UNSET, Response, Unset
from .values.typos import TypoReporter
from .values.unknowns import OnUnknown, UnknownReporter

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)
T = TypeVar("T")
P = ParamSpec("P")

#: Makes what calls are sent with: to a base URL, over a number of connections, with a TLS context, through a proxy.
Backend: TypeAlias = Callable[[str, int, ssl.SSLContext | None, httpx.Proxy | None], Road[C]]


class BaseClient(Generic[C]):
    """What both clients are: settings, and a pool of connections."""

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
        timeout: Timeout | Unset = UNSET,
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
        """Set up a client. Nothing is sent, and nothing connected, before the first call.

        Args:
            api_key: Datadog API key; else DD_API_KEY of the environment, else DATADOG_API_KEY.
            app_key: Datadog application key; else DD_APP_KEY, else DATADOG_APP_KEY.
            bearer_token: OAuth access token in place of the two keys; else DD_BEARER_TOKEN. Or a function that gives
                one, which is asked before each attempt; that of an `AsyncClient` may be async.
            site: Datadog site, such as "datadoghq.eu"; else DD_SITE, else "datadoghq.com".
            base_url: URL to use in place of the site's, such as that of a gateway; else DD_LLM_BASE_URL, where no
                site is given.
            timeout: seconds for each phase of a request, or an `httpx.Timeout`, or None to wait forever.
                Unless given, 5 s to connect and 10 minutes for the rest.
            deadline: seconds for a whole call, over all its attempts and waits; None for no limit.
            max_retries: how often a request may be sent again (2 unless given).
            retry_unsafe: whether an inference, which costs money, may be sent again after it may have been processed.
            max_connections: most connections that are open at a time.
            max_response_bytes: largest answer that is taken, in bytes after decompression.
            verify: True, False, or an `ssl.SSLContext`, or the path of a CA bundle.
            allow_http: whether keys may be sent over plain http to hosts other than loopback.
            http_client: an httpx client of yours, used as it is and never closed. It brings its own connections, so
                `max_connections` and `verify` do not apply.
            http_backend: "aiohttp" has an `AsyncClient` send over aiohttp's connections, for which the extra
                `datadog-llm-client[aiohttp]` is to be installed.
            on_unknown: called with path and value, once per kind, for what an answer holds that the contract does not
                know: a new field, a new value of an enum, or a value that is not as the contract says; and for what may
                be a typo in a request. Paths begin with `response.` and `request.`. What it raises ends the call, and
                carries the answer, where there is one, as its attribute `response`.
            strict_responses: whether an answer that is not as the contract says raises `ResponseValidationError`, as
                contract tests want it. Otherwise what does not fit comes as it came, and is told.

        Raises:
            ConfigurationError: a setting is missing or cannot work.
        """
        server = resolve_server(self._service, site, base_url, allow_http=checked_flag("allow_http", allow_http))
        settings = Settings(
            base_url=server.base_url,
            credentials=Credentials.resolve(self._service, api_key, app_key, bearer_token),
            headers={
                "accept": "application/json",
                "accept-encoding": "gzip, deflate",  # what the cap on the size of an answer was tried with
                "user-agent": f"datadog-llm-client/{self._version} httpx/{httpx.__version__} "
                f"python/{platform.python_version()}",
            },
            max_response_bytes=checked_count("max_response_bytes", max_response_bytes, least=1),
            hint=server.hint,
        )
        self._settings = Options(timeout, max_retries, deadline, retry_unsafe, strict_responses).apply(settings)
        if on_unknown is not None and not callable(on_unknown):
            raise ConfigurationError(f"on_unknown has to be a function, not {shown(on_unknown)}")
        self._reporter = UnknownReporter(on_unknown)
        self._typos = TypoReporter(on_unknown)
        limit = checked_count("max_connections", max_connections, least=1)
        if http_client is not None and not isinstance(http_client, self._http_type()):
            raise ConfigurationError(
                f"http_client has to be an httpx.{self._http_type().__name__}, not {type(http_client).__name__}"
            )
        context = _ssl_context(verify)
        self._is_ours = http_client is None
        self._road = self._own_road(http_backend, limit, context) if http_client is None else Road(http_client)
        self._raw = False
        self._throttle: Throttle | None = None

    @staticmethod
    @abstractmethod
    def _http_type() -> type[C]: ...

    @abstractmethod
    def _backend(self, name: str) -> Backend[C]: ...

    def _own_road(self, backend: str, limit: int, verify: ssl.SSLContext | bool) -> Road[C]:
        """Our own httpx client. Whatever takes long, or can be wrong, is done and checked now; nothing is connected."""
        base_url = self._settings.base_url
        try:
            proxy = environment_proxy(base_url)
            schemes = {base_url.partition(":")[0], proxy.url.scheme if proxy is not None else ""}
            context = httpx.create_ssl_context(verify=verify) if "https" in schemes else None
            return self._backend(backend)(base_url, limit, context, proxy)
        except ConfigurationError:
            raise
        except (OSError, ValueError, TypeError, ImportError, httpx.InvalidURL) as error:
            raise ConfigurationError(
                f"the HTTP connection cannot be set up ({error}): look at verify=, and in the environment at "
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
        timeout: Timeout | Unset = UNSET,
        deadline: float | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        retry_unsafe: bool | Unset = UNSET,
        strict_responses: bool | Unset = UNSET,
    ) -> Self:
        """A copy with other settings, on the same connections. What is not given stays; nothing is mutated."""
        return self._copy(
            _settings=Options(timeout, max_retries, deadline, retry_unsafe, strict_responses).apply(self._settings)
        )

    def _copy(self, **changes: Any) -> Self:
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, **changes)
        return copy

    def _throttled(self, method: Callable[P, T], throttle: Throttle) -> Callable[P, T]:
        """A method of this client, such that all calls of it share a throttle."""
        owner = getattr(method, "__self__", None)
        if isinstance(owner, BaseClient):
            if type(owner)._http_type() is not self._http_type():
                raise ConfigurationError(f"map() of {self!r} takes none of its methods, but one of {owner!r}")
            if owner._road is not self._road:
                raise ConfigurationError("map() takes a method of the same client, and this one has other connections")
            return cast(Callable[P, T], getattr(owner._copy(_throttle=throttle), method.__name__))
        mocks: Any = sys.modules.get("unittest.mock")  # a mock in place of a method, also with autospec
        if mocks is not None and isinstance(getattr(method, "mock", method), mocks.NonCallableMock):
            return method
        raise ConfigurationError("map() takes a method of a client, such as client.run_inference")

    def _start(self, prepared: PreparedRequest[T], options: Options) -> Call[T]:
        """A call as its options say; nothing is sent yet."""
        for name in self._service.credential_headers & prepared.headers.keys():
            raise RequestValidationError("no credentials: they are given to the client", name, ("extra_headers",))
        self._typos.observe(prepared.checked)
        return Call(prepared, options.apply(self._settings), self._reporter.observe, self._throttle)

    def _result(self, response: Response[T]) -> T:
        return cast(T, response) if self._raw else response.parsed

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base_url}>"

    def __copy__(self) -> Self:
        return self  # so that what holds a client, such as a dataclass, can be copied

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError(
            "a client cannot be pickled, since it holds keys and connections: make one in each process"
        )


def _ssl_context(verify: object) -> ssl.SSLContext | bool:
    if isinstance(verify, ssl.SSLContext | bool):
        return verify
    try:
        verify = os.fsdecode(verify) if isinstance(verify, os.PathLike) else verify
    except TypeError:
        verify = None
    if not isinstance(verify, str):
        raise ConfigurationError("verify has to be True, False, an ssl.SSLContext or the path of a CA bundle")
    try:
        directory = os.path.isdir(verify)
        return ssl.create_default_context(capath=verify) if directory else ssl.create_default_context(cafile=verify)
    except (OSError, ValueError) as error:  # an SSLError is an OSError, a NUL in a path a ValueError
        raise ConfigurationError(f"verify={shown(verify)} holds no usable CA certificates: {error}") from None
