"""The page that lists methods, models and errors: `docs/api.md`."""

import re
from collections.abc import Iterator

import griffe

from tools.diff import exported
from tools.project import PACKAGE_NAME

from .package import OWN_PAGES, error_tree, fields, parameters, public_modules, summary

PAGE = "docs/api.md"
_HEAD = """\
<!-- Written by `make generate` from the package. Edit that, never this file. -->
# The API at a glance

Every public name of `datadog_llm_client` on one page, each linked to its entry in the reference.

## Methods

`Client` and `AsyncClient` have a method for each operation; those of `AsyncClient` are awaited.
"""
_SOURCE = re.compile(r"^Source: (`[^`]+`)", re.MULTILINE)
#: Arguments of every call besides those of the operation, and of `with_options`.
_EXTRA = frozenset({"extra_body", "extra_headers"})


def page(package: griffe.Module) -> str:
    """Return the page for a package."""
    sections = [_HEAD.rstrip(), *_methods(package), *_models(package), *_errors(package), *_modules(package)]
    return "\n".join(sections) + "\n"


def _link(text: str, page: str, *names: str) -> str:
    return f"[`{text}`](reference/{page}.md#{'.'.join((PACKAGE_NAME, *names))})"


def _methods(package: griffe.Module) -> Iterator[str]:
    client = package["client.Client"]
    options = {each.name for each in client.all_members["with_options"].parameters} - {"self"}
    given = ", ".join(f"`{name}`" for name in (*sorted(_EXTRA), *sorted(options)))
    operations = {name: member for name, member in client.members.items() if _is_operation(name, member)}
    yield f"Each also takes {given}, where they apply.\n"
    for name, method in operations.items():
        call = f"{name}({parameters(method, without=_EXTRA | options)})"
        source = _SOURCE.search(method.docstring.value if method.docstring else "")
        yield f"- {_link(call, 'clients', 'Client', name)} → `{_short(method.returns)}`:"
        yield f"  {summary(method)}{f' {source[1]}' if source else ''}"
    yield "\nA client also has:\n"
    for name, member in sorted(client.all_members.items()):
        target = member.final_target if isinstance(member, griffe.Alias) else member
        if name not in operations and not name.startswith("_"):
            call = f"{name}({parameters(target)})" if isinstance(target, griffe.Function) else name
            yield f"- {_link(call, 'clients', 'Client', name)}: {summary(target)}"


def _is_operation(name: str, member: griffe.Object | griffe.Alias) -> bool:
    return isinstance(member, griffe.Function) and not name.startswith("_")


def _models(package: griffe.Module) -> Iterator[str]:
    yield "\n## Models\n"
    yield "In `datadog_llm_client.models`. A `?` marks what may be `UNSET`. Where a method takes a model, it also takes"
    yield "a dict, whose type is the name in parentheses.\n"
    names = dict(exported(package["models"]))
    for name, model in sorted(names.items()):
        if isinstance(model, griffe.Attribute):
            yield f"- {_link(name, 'models', 'models', name)}: {summary(model)} `{_short(model.value)}`"
        elif isinstance(model, griffe.Class) and not name.endswith("Dict"):
            twin = f" (`{name}Dict`)" if f"{name}Dict" in names else ""
            yield f"- {_link(name, 'models', 'models', name)}{twin}: {summary(model)}"
            known = [(field, kind, there) for field, kind, there in fields(model) if field != "additional_properties"]
            if known:
                yield "  " + ", ".join(
                    f"`{field}{'' if there else '?'}: {_short(kind)}`" for field, kind, there in known
                )


def _errors(package: griffe.Module) -> Iterator[str]:
    yield "\n## Errors\n"
    yield "In `datadog_llm_client` itself, each below the class that it is derived from.\n"
    for depth, error in error_tree(package):
        yield f"{'    ' * depth}- {_link(error.name, 'errors', 'errors', error.name)}: {summary(error)}"


def _modules(package: griffe.Module) -> Iterator[str]:
    for module in public_modules(package):
        if module.name in OWN_PAGES - {"types"}:
            continue
        page = "values" if module.name == "types" else "extras"
        yield f"\n## `{PACKAGE_NAME}.{module.name}`\n\n{summary(module)}\n"
        for name, thing in exported(module):
            call = f"{name}({parameters(thing)})" if isinstance(thing, griffe.Function) else name
            # The reference has only what is documented.
            yield f"- {_link(call, page, module.name, name)}: {summary(thing)}" if thing.docstring else f"- `{name}`"


def _short(annotation: object) -> str:
    """Return a type without the module that names it, on one line."""
    text = re.sub(r"\bmodels\.|\n", "", str(annotation or "None")).strip()
    return re.sub(r"\s+", " ", text.removeprefix("(").removesuffix(")") if text.startswith("(") else text)
