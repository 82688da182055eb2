"""Edits of the package and the contract, with the changes for callers in both directions."""

import re
from dataclasses import dataclass

from tools.project import ROOT

from .support import CONTRACT, PACKAGE, Edit, home

_CLIENT = f"{PACKAGE}/client.py"
_INIT = f"{PACKAGE}/__init__.py"
_BASE = f"{PACKAGE}/_runtime/base.py"
_ERRORS = f"{PACKAGE}/_runtime/values/errors.py"
_TYPES = f"{PACKAGE}/_runtime/values/types.py"
_RATE_LIMITS = f"{PACKAGE}/_runtime/values/rate_limits.py"
_ACCOUNT = home("IntegrationAccount")
_EFFORT = home("AnthropicEffort")
_EFFORTS = re.findall(r"AnthropicEffort: TypeAlias = Literal\[[^]]*\]", (ROOT / _EFFORT).read_text("utf-8"))[0]
_REGION = "account_region: str | Unset = UNSET"
_FIELD = "models.IntegrationAccount.account_region"
_CALLS = "Client.run_inference AsyncClient.run_inference"
_LISTS = "Client.list_accounts AsyncClient.list_accounts"
_STATUS_CODE = "ProviderError.status_code APIStatusError.status_code ResponseValidationError.status_code"

#: What a kind of change is the other way round, by the end of its name. Kinds that are not here are their own opposite.
_OPPOSITES = {
    "-removed": "-added",
    "-made-required": "-made-optional",
    "-by-name": "-by-position",
    "-narrowed": "-widened",
    "-widened": "-narrowed",
}
_MINOR = {"added", "made-optional", "by-position", "attribute-narrowed", "returns-narrowed", "argument-widened"}


@dataclass(frozen=True)
class Case:
    """An edit. `there` and `back` are the changes in each direction: kind, names and part."""

    name: str
    edits: tuple[Edit, ...]
    ratings: tuple[str, str]
    there: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    #: The changes of the contract there.
    contract: tuple[str, ...] = ()

    @property
    def command(self) -> bool:
        """Whether the whole command is run, for a case of each rating."""
        return not self.there or self.name in ("field", "keyword", "words", "type of an attribute")


def _case(name: str, there: str, *edits: Edit, back: str = "") -> Case:
    """Return a change that callers see. In the other direction it is the opposite, unless `back` is given."""
    lines = there.split("; ")
    opposites = back.split("; ") if back else [_opposite(line) for line in lines]
    return Case(name, edits, (_rating(lines), _rating(opposites)), tuple(sorted(lines)), tuple(sorted(opposites)))


def _opposite(line: str) -> str:
    kind, _, rest = line.partition(" ")
    end = next((end for end in _OPPOSITES if kind.endswith(end)), "")
    return f"{kind.removesuffix(end)}{_OPPOSITES.get(end, '')} {rest}"


def _rating(lines: list[str]) -> str:
    kinds = [line.split()[0] for line in lines]
    if all(kind == "documentation" for kind in kinds):
        return "patch"
    return "minor" if all(kind in _MINOR or kind.partition("-")[2] in _MINOR for kind in kinds) else "major"


def _silent(name: str, rating: str, *edits: Edit, contract: str = "") -> Case:
    """A change that callers do not see."""
    return Case(name, edits, (rating, rating), contract=tuple(contract.split()))


def _swap(file: str, one: str, other: str) -> Edit:
    return file, one + other, other + one


CASES = (
    _case("field", f"field-removed {_FIELD}", (_ACCOUNT, f"    {_REGION}\n", "")),
    _case(
        "field, required",
        "field-removed models.IntegrationAccount.account_name",
        (_ACCOUNT, "    account_name: str\n", ""),
        back="field-added-required models.IntegrationAccount.account_name",
    ),
    _case("field retyped", f"field-retyped {_FIELD}", (_ACCOUNT, "account_region: str", "account_region: int")),
    _case("field always there", f"field-made-required {_FIELD}", (_ACCOUNT, _REGION, "account_region: str | Unset")),
    _case("field, another default", f"field-default {_FIELD}", (_ACCOUNT, _REGION, _REGION.replace("UNSET", '"none"'))),
    _case(
        "field that the constructor does not take",
        f"field-removed {_FIELD}",
        (_ACCOUNT, _REGION, "account_region: str | Unset = field(default=UNSET, init=False)"),
    ),
    _case(
        "fields in another order",
        "field-order ErrorDetail",
        _swap(_TYPES, "    detail: str | None = None\n", "    title: str | None = None\n"),
    ),
    _case(
        "field by name",
        "field-by-name RateLimit.name",
        (_RATE_LIMITS, "from attrs import frozen", "from attrs import field, frozen"),
        (_RATE_LIMITS, "    name: str | None = None", "    name: str | None = field(default=None, kw_only=True)"),
    ),
    _case("method", f"method-removed {_LISTS}", (_CLIENT, "def list_accounts(", "def _list_accounts(")),
    _case(
        "method that is not awaited",
        "kind-changed AsyncClient.list_accounts",
        (_CLIENT, "async def list_accounts(", "def list_accounts("),
    ),
    _case(
        "special method",
        "method-removed Client.__enter__; method-added Client.enter",
        (f"{PACKAGE}/_runtime/client.py", "def __enter__(", "def enter("),
        back="method-removed Client.enter; method-added Client.__enter__",
    ),
    _case("keyword", f"argument-removed {_CALLS} top_k", (_CLIENT, "        top_k: int | None | Unset = UNSET,\n", "")),
    _case(
        "keyword, required",
        f"argument-removed {_CALLS} model_id",
        (_CLIENT, "        model_id: str,\n", ""),
        back=f"argument-added-required {_CALLS} model_id",
    ),
    _case(
        "keyword made required",
        f"argument-made-required {_CALLS} top_k",
        (_CLIENT, "top_k: int | None | Unset = UNSET", "top_k: int | None | Unset"),
    ),
    _case("keyword retyped", f"argument-retyped {_CALLS} top_k", (_CLIENT, "top_k: int | None", "top_k: str | None")),
    _case(
        "keyword that may not be null",
        f"argument-narrowed {_CALLS} top_k",
        (_CLIENT, "top_k: int | None | Unset", "top_k: int | Unset"),
    ),
    _case(
        "argument by name",
        f"argument-by-name {_CALLS} account_id",
        (_CLIENT, "account_id: str,\n        *,\n        model_id", "*,\n        account_id: str,\n        model_id"),
    ),
    _case(
        "arguments in another order",
        "argument-order Client() AsyncClient()",
        _swap(_BASE, "        api_key: str | None = None,\n", "        app_key: str | None = None,\n"),
    ),
    _case(
        "setting of the constructor",
        "argument-default Client() AsyncClient() allow_http",
        (_BASE, "        allow_http: bool = False,\n", "        allow_http: bool = True,\n"),
    ),
    _case(
        "return type",
        f"returns-widened {_CALLS}",
        (_CLIENT, "-> models.InferenceResponse:", "-> models.InferenceResponse | None:"),
    ),
    _case(
        "return type, another",
        f"returns-retyped {_LISTS}",
        (_CLIENT, "-> list[models.IntegrationAccount]:", "-> models.IntegrationAccount:"),
    ),
    _case(
        "enum value",
        "value-removed models.AnthropicEffort 'high'",
        (_EFFORT, _EFFORTS, re.sub(r'"high",\s*', "", _EFFORTS)),
    ),
    _case(
        "enum that is closed",
        "alias-changed models.AnthropicEffort",
        (_EFFORT, f"{_EFFORTS} | str", _EFFORTS),
    ),
    _case(
        "error class",
        "name-removed NotFoundError errors.NotFoundError",
        (_ERRORS, '    "NotFoundError",\n', ""),
        (_INIT, '    "NotFoundError",\n', ""),
    ),
    _case(
        "base of an error class",
        "base-removed ConfigurationError ValueError",
        (_ERRORS, "class ConfigurationError(DatadogError, ValueError)", "class ConfigurationError(DatadogError)"),
    ),
    _case(
        "attribute of error classes",
        f"attribute-removed {_STATUS_CODE}",
        (_TYPES, "    def status_code(", "    def _status_code("),
    ),
    _case(
        "type of an attribute",
        "attribute-narrowed APIStatusError.retry_after",
        (_ERRORS, "def retry_after(self) -> float | None", "def retry_after(self) -> float"),
    ),
    _case(
        "type of an attribute that is an argument",
        "argument-retyped APIStatusError() errors; attribute-retyped APIStatusError.errors",
        (_ERRORS, "errors: tuple[ErrorDetail, ...]", "errors: list[ErrorDetail]"),
    ),
    _case("exported name", "name-removed RateLimit", (_INIT, '    "RateLimit",\n', "")),
    _case(
        "words",
        f"documentation {_LISTS}; documentation models.AnthropicEffort",
        (_CLIENT, "List the accounts connected", "Name the accounts connected"),
        (_EFFORT, "Effort level of an", "Work level of an"),
    ),
    _silent("members of a union in another order", "patch", (_ACCOUNT, "str | Unset", "Unset | str")),
    _silent("private names", "patch", (_ERRORS, "_context", "_where")),
    _silent("comment in the runtime", "patch", (_BASE, "import platform", "import platform  # host")),
    _silent("site", "none", (CONTRACT, "          - uk1.datadoghq.com\n", ""), contract="site-removed"),
    _silent("comment in the contract", "none", (CONTRACT, "\npaths:", "\n# Paths.\npaths:")),
)
