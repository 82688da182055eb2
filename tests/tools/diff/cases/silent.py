"""What callers do not notice: words, order, private names, the contract alone."""

from ..support import CONTRACT
from .case import ACCOUNT, BASE, CLIENT, EFFORT, ERRORS, case

SILENT = (
    case(
        "words",
        (CLIENT, "List the accounts connected", "Name the accounts connected"),
        (EFFORT, "How much effort", "How much work"),
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
    case("members of a union in another order", (ACCOUNT, "str | Unset", "Unset | str"), ratings="patch, patch"),
    case("private names", (ERRORS, "_context", "_where"), ratings="patch, patch"),
    case("comment in the runtime", (BASE, "import platform", "import platform  # host"), ratings="patch, patch"),
    case("site", (CONTRACT, "          - uk1.datadoghq.com\n", ""), ratings="none, none", contract="site-removed"),
    case("comment in the contract", (CONTRACT, "\npaths:", "\n# Paths.\npaths:"), ratings="none, none"),
)
