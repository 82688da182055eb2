"""Recorded answers of `list_accounts`. `make record` records them anew."""

import pytest
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
