"""The pages of the reference that depend on the package. mkdocstrings fills them in."""

import griffe

from tools.diff import exported
from tools.project import PACKAGE_NAME

from .package import OWN_PAGES, error_tree, public_modules

_WRITTEN = "<!-- Written by `make generate` from the package. Edit that, never this file. -->\n"
_ERRORS = f"""{_WRITTEN}\
# Errors

Every error that the client raises is a `DatadogError`, and can be imported from `{PACKAGE_NAME}`. See
[errors and retries](../errors.md) for the tree, and for what is retried.
"""
_EXTRAS = f"""{_WRITTEN}\
# Around the calls

These modules build on the clients, and are imported by name, such as `from {PACKAGE_NAME} import batch`.
"""


def pages(package: griffe.Module) -> dict[str, str]:
    """Return the pages by name."""
    return {"docs/reference/errors.md": _errors(package), "docs/reference/extras.md": _extras(package)}


def _errors(package: griffe.Module) -> str:
    text = _ERRORS
    exports = dict(exported(package["errors"]))
    derived = set()
    for depth, error in error_tree(package):
        # The members of a base that is not exported are shown with the class.
        mixins = [base for base in error.resolved_bases if base.name not in exports]
        inherited = [name for base in mixins for name in base.members if not name.startswith("_")]
        text += _directive(
            f"errors.{error.name}",
            heading_level=2 + depth,
            inherited_members=f"[{', '.join(inherited)}]" if inherited else "false",
            filters='["!^_", "!^under$"]',
            merge_init_into_class="false",
        )
        derived.add(error.name)
    for name, thing in exports.items():
        if name not in derived:
            text += _directive(f"errors.{thing.name}")
    return text


def _extras(package: griffe.Module) -> str:
    names = [module.name for module in public_modules(package) if module.name not in OWN_PAGES]
    return _EXTRAS + "".join(_directive(name, filters="public", show_root_full_path="true") for name in names)


def _directive(name: str, **options: object) -> str:
    lines = [f"\n::: {PACKAGE_NAME}.{name}"]
    if options:
        lines += ["    options:", *(f"      {option}: {value}" for option, value in options.items())]
    return "\n".join(lines) + "\n"
