"""Recorded answers of `list_accounts`. `make record` records them anew."""

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
