"""The server to call: where it is, through which proxy it is reached, and how its certificate is verified."""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
import urllib.request
import warnings
from fnmatch import fnmatchcase
from functools import lru_cache

import httpx
from attrs import frozen

from .credentials import Service, variable
from .errors import ConfigurationError, shown

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
#: Characters in a base URL. Servers and proxies accept about 8,000 for a whole URL.
_LONGEST_URL = 2_000
_FORM = "use the form 'https://host', with an optional port and path"
#: The environment variables that httpx and Python's `ssl` make a default context from.
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_KEY_LOG = "SSLKEYLOGFILE"


@frozen
class Server:
    """The server to call.

    Paths are appended to `base_url`; `hint` is a possible reason why it might refuse the credentials, or empty.
    """

    base_url: str
    hint: str = ""


def resolve_server(service: Service, site: object, base_url: object, *, allow_http: bool) -> Server:
    """Find the server to call: from the arguments, the environment or the contract's default.

    Raises `ConfigurationError`, naming the setting, if it is invalid.
    """
    if base_url is not None:
        if site is not None:
            raise ConfigurationError("both site and base_url are given: base_url replaces site, so pass only one")
        return _server(service, _checked_base_url("base_url", base_url, allow_http=allow_http))
    if site is not None:
        return _server(service, _url_of_site(service, "site", site))
    name, value = variable(service.base_url_variables)
    if value is not None:
        return _server(service, _checked_base_url(name, value.strip(), allow_http=allow_http))
    name, value = variable(service.site_variables)
    return _server(service, _url_of_site(service, name, service.default_site if value is None else value.strip()))


def _server(service: Service, base_url: str) -> Server:
    for name in service.unread_variables:
        value = os.environ.get(name)
        # Not shown, as it may contain a password.
        if value and httpx.URL(base_url).host not in value:
            variables = " or ".join((*service.site_variables, *service.base_url_variables))
            return Server(
                base_url, f"{name} is set but not used by this client: set {variables} to call another server"
            )
    return Server(base_url)


def _url_of_site(service: Service, source: str, site: object) -> str:
    host = site.lower().removeprefix("app.") if isinstance(site, str) else ""
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ConfigurationError(
            f"{source} {shown(site)} is not a host name: pass only the site, such as {service.default_site!r}, "
            "without scheme, path, port or user (or use base_url)"
        )
    if "." not in host:
        raise ConfigurationError(
            f"{source} {shown(site)} is not a Datadog site: choose from {', '.join(service.sites)} (or use base_url)"
        )
    if host not in service.sites:
        _warn_of_site(source, host, service.sites)
    return service.server.format(site=host)


@lru_cache(maxsize=64)  # to warn once per site
def _warn_of_site(source: str, host: str, sites: tuple[str, ...]) -> None:
    message = f"{source} {host!r} is not one of the Datadog sites known to this version: {', '.join(sites)}"
    warnings.warn(message, UserWarning, stacklevel=6)  # where the client is created


def _checked_base_url(source: str, base_url: object, *, allow_http: bool) -> str:
    if not isinstance(base_url, str | httpx.URL) or len(str(base_url)) > _LONGEST_URL:
        raise ConfigurationError(f"{source} is not a URL of at most {_LONGEST_URL} characters: {_FORM}")
    try:
        if str(base_url).count("[") != str(base_url).count("]"):
            raise ValueError("httpx would misread it as an IPv6 address")
        url = httpx.URL(base_url)
        url.raw_host.decode("ascii").encode(
            "idna"
        )  # the resolver does this too, and raises on hosts that httpx accepts
        host = url.host
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ConfigurationError(f"{source} is not a URL: {_FORM}") from None
    if url.userinfo:
        raise ConfigurationError(f"{source} contains a user or password, which would show up in logs: {_FORM}")
    fits = url.scheme in ("https", "http") and host and (url.port is None or 0 < url.port < 65536)
    if not fits or not {"?", "#"}.isdisjoint(str(url)):  # even if nothing follows them
        raise ConfigurationError(f"{source} {shown(str(base_url))} is not usable: {_FORM}")
    if url.scheme == "http" and not allow_http and not is_loopback(host):
        raise ConfigurationError(
            f"{source} {shown(str(base_url))} would send the keys unencrypted: use https, or pass allow_http=True"
        )
    return str(url).rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is the local machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def environment_proxy(base_url: str) -> httpx.Proxy | None:
    """Return the proxy that the environment names for a URL; None for loopback, where a proxy would only see the keys.

    Raises `ConfigurationError`, which does not show the password, if it is not the URL of a proxy.
    """
    url = httpx.URL(base_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    if is_loopback(url.host) or _is_excepted(url.raw_host.decode("ascii"), port):
        return None
    proxies = urllib.request.getproxies()
    name = url.scheme if proxies.get(url.scheme) else "all"
    address = proxies.get(name)
    return None if not address else _proxy(f"{name.upper()}_PROXY", address.strip())


def _proxy(setting: str, address: str) -> httpx.Proxy:
    proxy = None
    try:
        url = httpx.URL(address if "://" in address else f"http://{address}")
        # A password with a slash ends the host part early: what follows would be a path, and the rest a host.
        is_whole = "@" not in f"{url.path}{url.query.decode()}{url.fragment}"
        if url.host and is_whole and address.count("[") == address.count("]"):
            proxy = httpx.Proxy(url)
    except (httpx.InvalidURL, ValueError):
        pass
    if proxy is None:  # raised here, so that the error above, which shows parts of the URL, is not its context
        raise ConfigurationError(
            f"{setting} is not the URL of a proxy: give it as 'http://host:port', or 'http://user:password@host:port' "
            "with special characters percent-encoded, such as %2F for a slash"
        )
    return proxy


def _is_excepted(host: str, port: int) -> bool:
    """Whether NO_PROXY names the host: by a name, a suffix, an address, a range, or a pattern with stars."""
    excepted = urllib.request.getproxies_environment().get("no")
    if excepted is None:  # Windows and macOS have settings of their own
        return bool(urllib.request.proxy_bypass(f"{host}:{port}"))
    return any(_names(entry, host.rstrip("."), port) for entry in re.split(r"[\s,]+", excepted.lower()) if entry)


def _names(entry: str, host: str, port: int) -> bool:
    entry = entry.rpartition("://")[2]
    # A port follows the bracket of an IPv6 address, or else the only colon that there is.
    match = re.fullmatch(r"\[([^\]]*)\](?::([0-9]+))?|([^:]*):([0-9]+)", entry)
    if match is not None:
        entry, wanted = match.group(1) or match.group(3) or "", match.group(2) or match.group(4)
        if wanted is not None and int(wanted) != port:
            return False
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        pass
    name = entry.strip(".")
    return bool(name) and (fnmatchcase(host, name) or fnmatchcase(host, f"*.{name}"))


def checked_verify(verify: object) -> ssl.SSLContext | bool:
    """Validate the argument `verify` of a client. A path becomes a context with the certificates there."""
    if isinstance(verify, ssl.SSLContext | bool):
        return verify
    try:
        verify = os.fsdecode(verify) if isinstance(verify, os.PathLike) else verify
    except TypeError:
        verify = None
    if not isinstance(verify, str):
        raise ConfigurationError("verify must be True, False, an ssl.SSLContext or the path to a CA bundle")
    try:
        directory = os.path.isdir(verify)
        return ssl.create_default_context(capath=verify) if directory else ssl.create_default_context(cafile=verify)
    except (OSError, ValueError) as error:  # an SSLError is an OSError, a NUL in a path a ValueError
        raise ConfigurationError(f"verify={shown(verify)} contains no usable CA certificates: {error}") from None


def tls_context(verify: ssl.SSLContext | bool) -> ssl.SSLContext:
    """Return the context that httpx makes for `verify`.

    Loading the default CA certificates takes 20 ms, so clients share a context for as long as these are the same.
    """
    if verify is not True:
        return httpx.create_ssl_context(verify=verify)
    paths = [os.environ.get(name) for name in _CERTIFICATES]
    # A fork may leave a context locked. Libraries such as truststore replace the class.
    return _default_context(
        os.getpid(), ssl.SSLContext, os.environ.get(_KEY_LOG), *paths, *(_version_of(path) for path in paths)
    )


@lru_cache(maxsize=1)
def _default_context(*_: object) -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _version_of(path: str | None) -> tuple[int, ...]:
    """Return what changes when a file or directory is written or replaced. Empty if there is none."""
    try:
        found = os.stat(path or "")
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
