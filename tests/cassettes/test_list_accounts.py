"""Recorded answers of `list_accounts`. `make record` records them anew."""

import json

import pytest
from datadog_llm_client import BadRequestError
from datadog_llm_client.models import IntegrationAccount

from tests.cassettes.conftest import Call


def test_accounts(call: Call) -> None:
    accounts = call("list_accounts", "openai")
    assert accounts
    for account in accounts:
        assert isinstance(account, IntegrationAccount)
        assert account.integration == "openai"
        assert account.id
        assert account.account_id
        assert account.account_name


@pytest.mark.sandbox_only
@pytest.mark.parametrize(
    ("integration", "attribute"),
    [("azure_openai", "azure_openai_metadata"), ("vertex_ai", "vertex_ai_metadata")],
)
def test_provider_metadata(call: Call, integration: str, attribute: str) -> None:
    assert all(getattr(account, attribute) for account in call("list_accounts", integration))


def test_raw_response(call: Call) -> None:
    response = call("list_accounts", "openai", raw=True)
    assert response.status_code == 200
    assert response.retries == 0
    assert response.headers["content-type"].startswith("application/json")
    assert [account.to_dict() for account in response.parsed] == json.loads(response.content)


def test_unknown_integration(call: Call) -> None:
    with pytest.raises(BadRequestError) as caught:
        call("list_accounts", "no-such-integration")
    assert caught.value.errors
