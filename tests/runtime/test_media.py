import pytest
from datadog_llm_client._runtime.calls.media import base_type, kind_of


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("application/json", "json"),
        ("Application/JSON; charset=utf-8", "json"),
        ("application/json;datetime-format=rfc3339", "json"),
        ("application/vnd.api+json", "json"),
        ("application/problem+json ;x=y", "json"),
        ("application/x-www-form-urlencoded", "form"),
        ("multipart/form-data", "multipart"),
        ("text/plain", "text"),
        ("text/csv; header=present", "text"),
        ("application/octet-stream", "binary"),
        ("application/logplex-1", "binary"),
        ("application/yaml", "binary"),
        ("image/png", "binary"),
        ("*/*", "binary"),
        ("", "binary"),
    ],
)
def test_what_a_media_type_stands_for(content_type: str, kind: str) -> None:
    assert kind_of(content_type) == kind


def test_a_media_type_without_its_parameters() -> None:
    assert base_type(" Text/HTML ; charset=x") == "text/html"
