"""An edit of the package or of the contract, with what it is to callers, there and back."""

from dataclasses import dataclass

from ..support import PACKAGE, Edit

CLIENT = f"{PACKAGE}/client.py"
INIT = f"{PACKAGE}/__init__.py"
BASE = f"{PACKAGE}/_runtime/base.py"
ERRORS = f"{PACKAGE}/_runtime/values/errors.py"
TYPES = f"{PACKAGE}/_runtime/values/types.py"
RATE_LIMITS = f"{PACKAGE}/_runtime/values/rate_limits.py"
ACCOUNT = f"{PACKAGE}/models/integration_account.py"
EFFORT = f"{PACKAGE}/models/anthropic_effort.py"
REGION = "account_region: str | Unset = UNSET"
RUN_INFERENCE = "Client.run_inference AsyncClient.run_inference"
CALLS_OF_AN_ACCOUNT = (RUN_INFERENCE, "Client.list_models AsyncClient.list_models")


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


def case(name: str, *edits: Edit, ratings: str, there: str = "", back: str = "", contract: str = "") -> Case:
    one, other = ratings.split(", ")
    return Case(name, edits, (one, other), _lines(there), _lines(back), tuple(contract.split()))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(sorted(line.strip() for line in text.splitlines() if line.strip()))
