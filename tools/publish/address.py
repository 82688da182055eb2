"""The address of the index."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from tools.console import ToolError


@dataclass(frozen=True)
class Address:
    """The URL for uploads, and the one that installers read (the "simple" API)."""

    upload: str
    simple: str

    @classmethod
    def parse(cls, index_url: str, simple_url: str = "") -> Address:
        """Read INDEX_URL and SIMPLE_URL, which is `simple/` below the former by default. Raises `ToolError`."""
        index = _checked("INDEX_URL", index_url)
        simple = _checked("SIMPLE_URL", simple_url) if simple_url else f"{index}simple/"
        return cls(index, simple)

    @property
    def host(self) -> str:
        """The host of the uploads."""
        return urlsplit(self.upload).netloc

    @property
    def is_plain(self) -> bool:
        """Whether others can read what is sent, including the password."""
        return any(urlsplit(url).scheme == "http" for url in (self.upload, self.simple))

    def simple_with(self, username: str, password: str) -> str:
        """Return the simple URL with credentials, for the environment of an installer. It must not be shown."""
        url = urlsplit(self.simple)
        secret = f"{quote(username, safe='')}:{quote(password, safe='')}@"
        return urlunsplit(url._replace(netloc=secret + url.netloc))


def _checked(name: str, text: str) -> str:
    """Return the URL with a final slash. No message shows it, since it may contain a password."""
    if not text:
        raise ToolError(f"{name} is missing: {name}=https://pypi.example.com/team/")
    try:
        url = urlsplit(text)
        valid = bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        raise ToolError(f"{name} is not a URL") from None
    if "://" not in text or url.scheme not in ("http", "https"):
        raise ToolError(f"{name} must start with https:// or http://")
    if "@" in text:
        raise ToolError(f"{name} contains credentials, which would show in logs: set TWINE_USERNAME, TWINE_PASSWORD")
    if url.query or url.fragment:
        raise ToolError(f"{name} ends in a query or a fragment; it must be a plain address")
    if not valid or any(character.isspace() or not character.isprintable() for character in text):
        raise ToolError(f"{name} is not a URL")
    return text if text.endswith("/") else f"{text}/"
