from __future__ import annotations

import pytest
from datadog_llm_client._runtime.transports.proxies import environment_proxy


@pytest.mark.parametrize(
    ("url", "environment", "expected"),
    [
        ("https://api.datadoghq.com", {}, None),
        ("https://api.datadoghq.com", {"HTTPS_PROXY": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ("https://api.datadoghq.com", {"ALL_PROXY": "proxy.example"}, "http://proxy.example"),
        ("https://api.datadoghq.com", {"HTTP_PROXY": "http://proxy.example"}, None),
        ("https://api.datadoghq.com", {"HTTPS_PROXY": "http://p.example", "NO_PROXY": "datadoghq.com"}, None),
        ("https://api.datadoghq.com", {"HTTPS_PROXY": "http://p.example", "NO_PROXY": "*"}, None),
        (
            "https://api.datadoghq.eu",
            {"HTTPS_PROXY": "http://p.example", "NO_PROXY": "datadoghq.com"},
            "http://p.example",
        ),
        ("http://gateway.example", {"HTTP_PROXY": "http://p.example"}, "http://p.example"),
        # The keys would leave the machine unencrypted.
        ("http://127.0.0.1:8765", {"HTTP_PROXY": "http://p.example"}, None),
        ("http://localhost", {"ALL_PROXY": "http://p.example"}, None),
    ],
)
def test_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, url: str, environment: dict[str, str], expected: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = environment_proxy(url)
    assert (None if proxy is None else str(proxy.url)) == expected
