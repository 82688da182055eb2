"""Mutations of the document, and what each is found to be."""

from typing import Any, NamedTuple

from .support import ACCOUNTS, INFERENCE, MODELS, Contract, Mutation


class Case(NamedTuple):
    """A mutation, with the findings one way and the other."""

    name: str
    mutate: Mutation
    forward: list[str]
    backward: list[str]


def set_in(where: str, key: str, value: Any) -> Mutation:
    """Return a mutation that sets `key` of what is at the dotted path `where`."""
    return lambda document: at(document, where).__setitem__(key, value)


def without(where: str, key: Any) -> Mutation:
    """Return a mutation that removes `key`, or the list's item of that value."""

    def mutate(document: Contract) -> None:
        target = at(document, where)
        if isinstance(target, list):
            target.remove(key)
        else:
            del target[key]

    return mutate


def with_item(where: str, value: Any) -> Mutation:
    """Return a mutation that appends to a list."""
    return lambda document: at(document, where).append(value)


def at(document: Contract, where: str) -> Any:
    """Return what is at a dotted path; a first word with a capital is a schema, `list`, `run`, `models` operations."""
    first, *rest = where.split(".")
    operations = {"list": (ACCOUNTS, "get"), "run": (INFERENCE, "post"), "models": (MODELS, "get")}
    target: Any = document
    if first in operations:
        path, method = operations[first]
        target = document["paths"][path][method]
    elif first[:1].isupper():
        target = document["components"]["schemas"][first]
    else:
        rest = [first, *rest]
    for word in rest:
        target = target[int(word)] if isinstance(target, list) else target[word]
    return target


def renamed(where: str, old: str, new: str) -> Mutation:
    """Return a mutation that renames a key."""

    def mutate(document: Contract) -> None:
        target = at(document, where)
        target[new] = target.pop(old)

    return mutate


def several(*mutations: Mutation) -> Mutation:
    """Return one mutation for several."""

    def mutate(document: Contract) -> None:
        for mutation in mutations:
            mutation(document)

    return mutate
