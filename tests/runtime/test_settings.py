import math
from typing import Any

import attrs
import httpx
import pytest
from datadog_llm_client import Client, ConfigurationError
from datadog_llm_client._runtime.values import settings
from datadog_llm_client._runtime.values.credentials import Credentials

from tests.support.clients import KEYS

SETTINGS = settings.Settings("https://api.datadoghq.com", Credentials({}), {})


def test_the_defaults() -> None:
    with Client(**KEYS) as client:
        settings = client._settings
    assert settings.timeout == httpx.Timeout(connect=5, read=600, write=600, pool=600)
    assert (settings.max_retries, settings.retry_unsafe, settings.deadline) == (2, False, None)
    assert settings.max_response_bytes == 64 * 1024 * 1024


@pytest.mark.parametrize(
    ("timeout", "expected"),
    [
        (None, httpx.Timeout(None)),
        (3, httpx.Timeout(3.0)),
        (0.5, httpx.Timeout(0.5)),
        (httpx.Timeout(3, pool=0), httpx.Timeout(3, pool=0)),
        (httpx.Timeout(None, connect=3), httpx.Timeout(None, connect=3)),
    ],
)
def test_a_timeout(timeout: Any, expected: httpx.Timeout) -> None:
    assert settings.checked_timeout(timeout) == expected


BAD_SECONDS = [0, -1, math.nan, math.inf, True, "5", (3, 5), settings.LONGEST_TIMEOUT + 1, 10**400]


@pytest.mark.parametrize("seconds", BAD_SECONDS, ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("name", ["timeout", "deadline"])
def test_invalid_seconds(name: str, seconds: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"^{name} must be a positive number of seconds"):
        settings.Options(**{name: seconds}).apply(SETTINGS)


@pytest.mark.parametrize("phase", ["connect", "read", "write", "pool"])
@pytest.mark.parametrize("seconds", [-1, math.nan, settings.LONGEST_TIMEOUT + 1])
def test_a_timeout_of_httpx_is_checked_too(phase: str, seconds: float) -> None:
    timeout = httpx.Timeout(**{"timeout": 5.0, phase: seconds})
    with pytest.raises(ConfigurationError, match=rf"^timeout\.{phase} must be a positive number"):
        settings.checked_timeout(timeout)


def test_seconds_come_back_as_a_float() -> None:
    assert isinstance(settings.checked_seconds("deadline", 3), float)


@pytest.mark.parametrize(
    ("count", "least", "good"),
    [(0, 0, True), (5, 0, True), (0, 1, False), (-1, 0, False), (1.0, 0, False), (True, 0, False), ("1", 0, False)],
)
def test_a_count(count: Any, least: int, good: bool) -> None:
    if good:
        assert settings.checked_count("max_retries", count, least=least) == count
    else:
        with pytest.raises(ConfigurationError, match=f"^max_retries must be a whole number of at least {least}, not"):
            settings.checked_count("max_retries", count, least=least)


@pytest.mark.parametrize("flag", ["false", "true", "", 0, 1, None, [], ...], ids=repr)
def test_a_flag_is_true_or_false(flag: Any) -> None:
    with pytest.raises(ConfigurationError, match="^retry_unsafe must be True or False, not "):
        settings.checked_flag("retry_unsafe", flag)
    with pytest.raises(ConfigurationError, match="^retry_unsafe must be True or False, not "):
        settings.Options(retry_unsafe=flag).apply(SETTINGS)


def test_unset_options_keep_their_values() -> None:
    changed = settings.Options(None, 0, None, True).apply(SETTINGS)
    assert changed == attrs.evolve(SETTINGS, timeout=httpx.Timeout(None), max_retries=0, retry_unsafe=True)
    assert settings.Options().apply(changed) is changed
    assert settings.Options(deadline=3, retry_unsafe=False).apply(changed) == attrs.evolve(
        changed, deadline=3.0, retry_unsafe=False
    )
