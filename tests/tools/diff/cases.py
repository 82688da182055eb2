"""Edits of the package and of the contract, with what they are to callers, there and back."""

from dataclasses import dataclass

from .support import CONTRACT, PACKAGE, Edit

_CLIENT = f"{PACKAGE}/client.py"
_INIT = f"{PACKAGE}/__init__.py"
_BASE = f"{PACKAGE}/_runtime/base.py"
_ERRORS = f"{PACKAGE}/_runtime/values/errors.py"
_TYPES = f"{PACKAGE}/_runtime/values/types.py"
_RATE_LIMITS = f"{PACKAGE}/_runtime/values/rate_limits.py"
_ACCOUNT = f"{PACKAGE}/models/integration_account.py"
_EFFORT = f"{PACKAGE}/models/anthropic_effort.py"
_REGION = "account_region: str | Unset = UNSET"
_CALLS = "Client.run_inference AsyncClient.run_inference"
_CALLS_OF_AN_ACCOUNT = (_CALLS, "Client.list_models AsyncClient.list_models")


@dataclass(frozen=True)
class Case:
    """One edit. `there` and `back` are kind, names and part of each change; each way has a rating."""

    name: str
    edits: tuple[Edit, ...]
    ratings: tuple[str, str]
    there: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    contract: tuple[str, ...] = ()
    """The changes of the contract there."""

    @property
    def command(self) -> bool:
        """Whether the whole command is tested with it, one case for each rating."""
        return not self.there or self.name in ("field", "keyword", "words", "type of an attribute")


def _case(name: str, *edits: Edit, ratings: str, there: str = "", back: str = "", contract: str = "") -> Case:
    one, other = ratings.split(", ")
    return Case(name, edits, (one, other), _lines(there), _lines(back), tuple(contract.split()))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(sorted(line.strip() for line in text.splitlines() if line.strip()))


CASES = (
    _case(
        "field",
        (_ACCOUNT, f"    {_REGION}\n", ""),
        ratings="major, minor",
        there="field-removed models.IntegrationAccount.account_region",
        back="field-added models.IntegrationAccount.account_region",
    ),
    _case(
        "field, required",
        (_ACCOUNT, "    account_name: str\n", ""),
        ratings="major, major",
        there="field-removed models.IntegrationAccount.account_name",
        back="field-added-required models.IntegrationAccount.account_name",
    ),
    _case(
        "field retyped",
        (_ACCOUNT, "account_region: str", "account_region: int"),
        ratings="major, major",
        there="field-retyped models.IntegrationAccount.account_region",
        back="field-retyped models.IntegrationAccount.account_region",
    ),
    _case(
        "field always there",
        (_ACCOUNT, _REGION, "account_region: str | Unset"),
        ratings="major, minor",
        there="field-made-required models.IntegrationAccount.account_region",
        back="field-made-optional models.IntegrationAccount.account_region",
    ),
    _case(
        "field with another default",
        (_ACCOUNT, _REGION, _REGION.replace("UNSET", '"none"')),
        ratings="major, major",
        there="field-default models.IntegrationAccount.account_region",
        back="field-default models.IntegrationAccount.account_region",
    ),
    _case(
        "field that the constructor does not take",
        (_ACCOUNT, _REGION, "account_region: str | Unset = field(default=UNSET, init=False)"),
        ratings="major, minor",
        there="field-removed models.IntegrationAccount.account_region",
        back="field-added models.IntegrationAccount.account_region",
    ),
    _case(
        "fields in another order",
        (
            _TYPES,
            "    detail: str | None = None\n    title: str | None = None\n",
            "    title: str | None = None\n    detail: str | None = None\n",
        ),
        ratings="major, major",
        there="field-order ErrorDetail",
        back="field-order ErrorDetail",
    ),
    _case(
        "field by name",
        (_RATE_LIMITS, "from attrs import frozen", "from attrs import field, frozen"),
        (_RATE_LIMITS, "    name: str | None = None", "    name: str | None = field(default=None, kw_only=True)"),
        ratings="major, minor",
        there="field-by-name RateLimit.name",
        back="field-by-position RateLimit.name",
    ),
    _case(
        "method",
        (_CLIENT, "def list_accounts(", "def _list_accounts("),
        ratings="major, minor",
        there="method-removed Client.list_accounts AsyncClient.list_accounts",
        back="method-added Client.list_accounts AsyncClient.list_accounts",
    ),
    _case(
        "method that is not awaited",
        (_CLIENT, "async def list_accounts(", "def list_accounts("),
        ratings="major, major",
        there="kind-changed AsyncClient.list_accounts",
        back="kind-changed AsyncClient.list_accounts",
    ),
    _case(
        "special method",
        (f"{PACKAGE}/_runtime/client.py", "def __enter__(", "def enter("),
        ratings="major, major",
        there="method-removed Client.__enter__\nmethod-added Client.enter",
        back="method-removed Client.enter\nmethod-added Client.__enter__",
    ),
    _case(
        "keyword",
        (_CLIENT, "        top_k: int | None | Unset = UNSET,\n", ""),
        ratings="major, minor",
        there=f"argument-removed {_CALLS} top_k",
        back=f"argument-added {_CALLS} top_k",
    ),
    _case(
        "keyword, required",
        (_CLIENT, "        model_id: str,\n", ""),
        ratings="major, major",
        there=f"argument-removed {_CALLS} model_id",
        back=f"argument-added-required {_CALLS} model_id",
    ),
    _case(
        "keyword made required",
        (_CLIENT, "top_k: int | None | Unset = UNSET", "top_k: int | None | Unset"),
        ratings="major, minor",
        there=f"argument-made-required {_CALLS} top_k",
        back=f"argument-made-optional {_CALLS} top_k",
    ),
    _case(
        "keyword retyped",
        (_CLIENT, "top_k: int | None", "top_k: str | None"),
        ratings="major, major",
        there=f"argument-retyped {_CALLS} top_k",
        back=f"argument-retyped {_CALLS} top_k",
    ),
    _case(
        "keyword that may not be null",
        (_CLIENT, "top_k: int | None | Unset", "top_k: int | Unset"),
        ratings="major, minor",
        there=f"argument-narrowed {_CALLS} top_k",
        back=f"argument-widened {_CALLS} top_k",
    ),
    _case(
        "argument by name",
        (_CLIENT, "        account_id: str,\n        *,\n", "        *,\n        account_id: str,\n"),
        ratings="major, minor",
        there="\n".join(f"argument-by-name {calls} account_id" for calls in _CALLS_OF_AN_ACCOUNT),
        back="\n".join(f"argument-by-position {calls} account_id" for calls in _CALLS_OF_AN_ACCOUNT),
    ),
    _case(
        "arguments in another order",
        (
            _BASE,
            "        api_key: str | None = None,\n        app_key: str | None = None,\n",
            "        app_key: str | None = None,\n        api_key: str | None = None,\n",
        ),
        ratings="major, major",
        there="argument-order Client() AsyncClient()",
        back="argument-order Client() AsyncClient()",
    ),
    _case(
        "setting of the constructor",
        (_BASE, "        allow_http: bool = False,\n", "        allow_http: bool = True,\n"),
        ratings="major, major",
        there="argument-default Client() AsyncClient() allow_http",
        back="argument-default Client() AsyncClient() allow_http",
    ),
    _case(
        "return type",
        (_CLIENT, "-> models.InferenceResponse:", "-> models.InferenceResponse | None:"),
        ratings="major, minor",
        there=f"returns-widened {_CALLS}",
        back=f"returns-narrowed {_CALLS}",
    ),
    _case(
        "return type, another",
        (_CLIENT, "-> list[models.IntegrationAccount]:", "-> models.IntegrationAccount:"),
        ratings="major, major",
        there="returns-retyped Client.list_accounts AsyncClient.list_accounts",
        back="returns-retyped Client.list_accounts AsyncClient.list_accounts",
    ),
    _case(
        "enum value",
        (_EFFORT, '"high", ', ""),
        ratings="major, minor",
        there="value-removed models.AnthropicEffort 'high'",
        back="value-added models.AnthropicEffort 'high'",
    ),
    _case(
        "enum that is closed",
        (_EFFORT, "] | str", "]"),
        ratings="major, major",
        there="alias-changed models.AnthropicEffort",
        back="alias-changed models.AnthropicEffort",
    ),
    _case(
        "error class",
        (_ERRORS, '    "NotFoundError",\n', ""),
        (_INIT, '    "NotFoundError",\n', ""),
        ratings="major, minor",
        there="name-removed NotFoundError errors.NotFoundError",
        back="name-added NotFoundError errors.NotFoundError",
    ),
    _case(
        "base of an error class",
        (_ERRORS, "class ConfigurationError(DatadogError, ValueError)", "class ConfigurationError(DatadogError)"),
        ratings="major, minor",
        there="base-removed ConfigurationError ValueError",
        back="base-added ConfigurationError ValueError",
    ),
    _case(
        "attribute of error classes",
        (_ERRORS, "    def request_id(", "    def _request_id("),
        ratings="major, minor",
        there="attribute-removed ProviderError.request_id APIStatusError.request_id ResponseValidationError.request_id",
        back="attribute-added ProviderError.request_id APIStatusError.request_id ResponseValidationError.request_id",
    ),
    _case(
        "type of an attribute",
        (_ERRORS, "def retry_after(self) -> float | None", "def retry_after(self) -> float"),
        ratings="minor, major",
        there="attribute-narrowed APIStatusError.retry_after",
        back="attribute-widened APIStatusError.retry_after",
    ),
    _case(
        "type of an attribute that is an argument",
        (_ERRORS, "errors: tuple[ErrorDetail, ...]", "errors: list[ErrorDetail]"),
        ratings="major, major",
        there="""
            argument-retyped APIStatusError() errors
            attribute-retyped APIStatusError.errors
        """,
        back="""
            argument-retyped APIStatusError() errors
            attribute-retyped APIStatusError.errors
        """,
    ),
    _case(
        "exported name",
        (_INIT, '    "RateLimit",\n', ""),
        ratings="major, minor",
        there="name-removed RateLimit",
        back="name-added RateLimit",
    ),
    _case(
        "words",
        (_CLIENT, "List the accounts connected", "Name the accounts connected"),
        (_EFFORT, "How much effort", "How much work"),
        ratings="patch, patch",
        there="""
            documentation Client.list_accounts AsyncClient.list_accounts
            documentation models.AnthropicEffort
        """,
        back="""
            documentation Client.list_accounts AsyncClient.list_accounts
            documentation models.AnthropicEffort
        """,
    ),
    _case("members of a union in another order", (_ACCOUNT, "str | Unset", "Unset | str"), ratings="patch, patch"),
    _case("private names", (_ERRORS, "_context", "_where"), ratings="patch, patch"),
    _case("comment in the runtime", (_BASE, "import platform", "import platform  # host"), ratings="patch, patch"),
    _case("site", (CONTRACT, "          - uk1.datadoghq.com\n", ""), ratings="none, none", contract="site-removed"),
    _case("comment in the contract", (CONTRACT, "\npaths:", "\n# Paths.\npaths:"), ratings="none, none"),
)
