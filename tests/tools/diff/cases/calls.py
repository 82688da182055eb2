"""Methods, the constructors of the clients, and their arguments."""

from ..support import PACKAGE
from .case import BASE, CALLS_OF_AN_ACCOUNT, CLIENT, RUN_INFERENCE, case

CALLS = (
    case(
        "method",
        (CLIENT, "def list_accounts(", "def _list_accounts("),
        ratings="major, minor",
        there="method-removed Client.list_accounts AsyncClient.list_accounts",
        back="method-added Client.list_accounts AsyncClient.list_accounts",
    ),
    case(
        "method that is not awaited",
        (CLIENT, "async def list_accounts(", "def list_accounts("),
        ratings="major, major",
        there="kind-changed AsyncClient.list_accounts",
        back="kind-changed AsyncClient.list_accounts",
    ),
    case(
        "special method",
        (f"{PACKAGE}/_runtime/client.py", "def __enter__(", "def enter("),
        ratings="major, major",
        there="method-removed Client.__enter__\nmethod-added Client.enter",
        back="method-removed Client.enter\nmethod-added Client.__enter__",
    ),
    case(
        "keyword",
        (CLIENT, "        top_k: int | None | Unset = UNSET,\n", ""),
        ratings="major, minor",
        there=f"argument-removed {RUN_INFERENCE} top_k",
        back=f"argument-added {RUN_INFERENCE} top_k",
    ),
    case(
        "keyword, required",
        (CLIENT, "        model_id: str,\n", ""),
        ratings="major, major",
        there=f"argument-removed {RUN_INFERENCE} model_id",
        back=f"argument-added-required {RUN_INFERENCE} model_id",
    ),
    case(
        "keyword made required",
        (CLIENT, "top_k: int | None | Unset = UNSET", "top_k: int | None | Unset"),
        ratings="major, minor",
        there=f"argument-made-required {RUN_INFERENCE} top_k",
        back=f"argument-made-optional {RUN_INFERENCE} top_k",
    ),
    case(
        "keyword retyped",
        (CLIENT, "top_k: int | None", "top_k: str | None"),
        ratings="major, major",
        there=f"argument-retyped {RUN_INFERENCE} top_k",
        back=f"argument-retyped {RUN_INFERENCE} top_k",
    ),
    case(
        "keyword that may not be null",
        (CLIENT, "top_k: int | None | Unset", "top_k: int | Unset"),
        ratings="major, minor",
        there=f"argument-narrowed {RUN_INFERENCE} top_k",
        back=f"argument-widened {RUN_INFERENCE} top_k",
    ),
    case(
        "argument by name",
        (CLIENT, "        account_id: str,\n        *,\n", "        *,\n        account_id: str,\n"),
        ratings="major, minor",
        there="\n".join(f"argument-by-name {calls} account_id" for calls in CALLS_OF_AN_ACCOUNT),
        back="\n".join(f"argument-by-position {calls} account_id" for calls in CALLS_OF_AN_ACCOUNT),
    ),
    case(
        "arguments in another order",
        (
            BASE,
            "        api_key: str | None = None,\n        app_key: str | None = None,\n",
            "        app_key: str | None = None,\n        api_key: str | None = None,\n",
        ),
        ratings="major, major",
        there="argument-order Client() AsyncClient()",
        back="argument-order Client() AsyncClient()",
    ),
    case(
        "setting of the constructor",
        (BASE, "        allow_http: bool = False,\n", "        allow_http: bool = True,\n"),
        ratings="major, major",
        there="argument-default Client() AsyncClient() allow_http",
        back="argument-default Client() AsyncClient() allow_http",
    ),
    case(
        "return type",
        (CLIENT, "-> models.InferenceResponse:", "-> models.InferenceResponse | None:"),
        ratings="major, minor",
        there=f"returns-widened {RUN_INFERENCE}",
        back=f"returns-narrowed {RUN_INFERENCE}",
    ),
    case(
        "return type, another",
        (CLIENT, "-> list[models.IntegrationAccount]:", "-> models.IntegrationAccount:"),
        ratings="major, major",
        there="returns-retyped Client.list_accounts AsyncClient.list_accounts",
        back="returns-retyped Client.list_accounts AsyncClient.list_accounts",
    ),
)
