"""Any headers at all are an answer or one of our errors."""

import httpx
from datadog_llm_client import APIStatusError, Client, DatadogError, RateLimit
from hypothesis import strategies as st

from tests.support.strategies import always, examples, outcome

HEADERS = (
    "Content-Encoding",
    "Content-Type",
    "Location",
    "Retry-After",
    "Set-Cookie",
    "X-RateLimit-Limit",
    "X-RateLimit-Reset",
    "X-Request-Id",
)
_WORDS = (
    "Wed",
    "21 Oct 2035",
    "07:28",
    "GMT",
    "XYZ",
    "+99",
    "-",
    "1e99",
    "inf",
    "gzip",
    "br",
    ",",
    "http://",
    "[",
    "@",
)
_VALUES = st.binary(max_size=12) | st.lists(st.sampled_from(_WORDS), max_size=6).map(
    lambda words: " ".join(words).encode()
)


@examples
def test_any_headers_are_an_answer_or_an_error(examples: int) -> None:
    def holds(status: int, headers: dict[str, bytes], content: bytes) -> None:
        def handle(_: httpx.Request) -> httpx.Response:
            return httpx.Response(
                status,
                headers=[(name.encode(), value) for name, value in headers.items()],
                stream=httpx.ByteStream(content),
            )

        with httpx.Client(transport=httpx.MockTransport(handle)) as http:
            client = Client("k", "a", base_url="http://127.0.0.1", http_client=http, max_retries=0)
            end = outcome(DatadogError, client.list_accounts, "openai")
        assert isinstance(end, list) <= (status == 200)
        assert str(end)
        if isinstance(end, APIStatusError):
            assert end.retry_after is None or end.retry_after >= 0
            assert end.rate_limit is None or isinstance(end.rate_limit, RateLimit)

    statuses = st.sampled_from([200, 301, 302, 307, 308, 400, 429, 503])
    given_headers = st.dictionaries(st.sampled_from(HEADERS), _VALUES, max_size=4)
    always(holds, examples, status=statuses, headers=given_headers, content=st.just(b"[]") | st.binary())
