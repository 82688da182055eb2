# Copied from runtime/values/servers.py: edit that.
from __future__ import annotations

import ipaddress
import os
import re
import warnings
from functools import lru_cache

import httpx
from attrs import frozen

from .credentials import Service, variable
from .errors import ConfigurationError
from .excerpts import shown

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_LONGEST_URL = 2_000
_FORM = "use the form 'https://host', with an optional port and path"


@frozen
class Server:
    base_url: str
    hint: str = ""


def resolve_server(service: Service, site: object, base_url: object, *, allow_http: bool) -> Server:
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


@lru_cache(maxsize=64)
def _warn_of_site(source: str, host: str, sites: tuple[str, ...]) -> None:
    message = f"{source} {host!r} is not one of the Datadog sites known to this version: {', '.join(sites)}"
    warnings.warn(message, UserWarning, stacklevel=6)


def _checked_base_url(source: str, base_url: object, *, allow_http: bool) -> str:
    if not isinstance(base_url, str | httpx.URL) or len(str(base_url)) > _LONGEST_URL:
        raise ConfigurationError(f"{source} is not a URL of at most {_LONGEST_URL} characters: {_FORM}")
    try:
        if str(base_url).count("[") != str(base_url).count("]"):
            raise ValueError("httpx would misread it as an IPv6 address")
        url = httpx.URL(base_url)
        url.raw_host.decode("ascii").encode("idna")
        host = url.host
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ConfigurationError(f"{source} is not a URL: {_FORM}") from None
    if url.userinfo:
        raise ConfigurationError(f"{source} contains a user or password, which would show up in logs: {_FORM}")
    fits = url.scheme in ("https", "http") and host and (url.port is None or 0 < url.port < 65536)
    if not fits or not {"?", "#"}.isdisjoint(str(url)):
        raise ConfigurationError(f"{source} {shown(str(base_url))} is not usable: {_FORM}")
    if url.scheme == "http" and not allow_http and not is_loopback(host):
        raise ConfigurationError(
            f"{source} {shown(str(base_url))} would send the keys unencrypted: use https, or pass allow_http=True"
        )
    return str(url).rstrip("/")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
