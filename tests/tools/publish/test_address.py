"""INDEX_URL, right and wrong."""

import pytest

from tools.console import ToolError
from tools.publish.address import Address


@pytest.mark.parametrize(
    ("index_url", "simple_url", "upload", "simple"),
    [
        ("https://pypi.example.com", "", "https://pypi.example.com/", "https://pypi.example.com/simple/"),
        ("https://pypi.example.com/a/b/", "", "https://pypi.example.com/a/b/", "https://pypi.example.com/a/b/simple/"),
        ("http://[::1]:8080/", "", "http://[::1]:8080/", "http://[::1]:8080/simple/"),
        (
            "https://up.example.com/x",
            "https://example.com/+simple",
            "https://up.example.com/x/",
            "https://example.com/+simple/",
        ),
    ],
)
def test_address(index_url: str, simple_url: str, upload: str, simple: str) -> None:
    assert Address.parse(index_url, simple_url) == Address(upload, simple)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "INDEX_URL is missing: INDEX_URL=https://pypi.example.com/team/"),
        ("pypi.example.com:8080/team", "INDEX_URL must start with https:// or http://"),
        ("user:hunter2@pypi.example.com", "INDEX_URL must start with https:// or http://"),
        ("ftp://pypi.example.com/", "INDEX_URL must start with https:// or http://"),
        ("https:pypi.example.com", "INDEX_URL must start with https:// or http://"),
        ("https://user:hunter2@pypi.example.com/", "INDEX_URL contains credentials, which would show in logs"),
        ("https://pypi.example.com/?token=hunter2", "INDEX_URL ends in a query or a fragment"),
        ("https://pypi.example.com/#hunter2", "INDEX_URL ends in a query or a fragment"),
        ("https:///team", "INDEX_URL is not a URL"),
        ("https://pypi.example.com:port/", "INDEX_URL is not a URL"),
        ("https://[::1/", "INDEX_URL is not a URL"),
        ("https://pypi example.com/", "INDEX_URL is not a URL"),
        ("https://pypi.example.com/\n", "INDEX_URL is not a URL"),
    ],
)
def test_what_is_no_address(url: str, said: str) -> None:
    with pytest.raises(ToolError) as caught:
        Address.parse(url)
    assert str(caught.value).startswith(said)
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_simple_url_is_checked_too() -> None:
    with pytest.raises(ToolError, match="^SIMPLE_URL contains credentials"):
        Address.parse("https://pypi.example.com/", "https://user:hunter2@pypi.example.com/simple/")


def test_credentials_are_quoted_for_installers() -> None:
    address = Address.parse("https://pypi.example.com:8080/team")
    assert address.simple_with("user@x", "a/b:c d%") == (
        "https://user%40x:a%2Fb%3Ac%20d%25@pypi.example.com:8080/team/simple/"
    )
