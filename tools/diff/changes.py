"""Compares two surfaces, name by name."""

from collections.abc import Iterator

import griffe

from .annotation import direction, literals
from .change import Change, merged
from .fields import fields
from .surface import Surface, members

_NOUNS = {
    griffe.Kind.CLASS: "a class",
    griffe.Kind.FUNCTION: "a function",
    griffe.Kind.ATTRIBUTE: "an attribute",
    griffe.Kind.TYPE_ALIAS: "a type alias",
}


def changes_between(old: Surface, new: Surface) -> list[Change]:
    """Return what `new` changes for callers of `old`, worst first."""
    changes = [*_names("removed", old, new), *_names("added", new, old)]
    seen = set()
    for name, one in old.objects.items():
        other = new.objects.get(name)
        # An object with several names is reported under the first.
        if other is None or (one.path, other.path) in seen:
            continue
        seen.add((one.path, other.path))
        changes += _objects(name, "", one, other)
        bases = old.ancestors(name), new.ancestors(name)
        changes += [Change("base-removed", (name,), part=base) for base in bases[0] - bases[1]]
        changes += [Change("base-added", (name,), part=base) for base in bases[1] - bases[0]]
    return merged(changes, {name: old.ancestors(name) for name in old.objects})


def _names(word: str, here: Surface, there: Surface) -> Iterator[Change]:
    names: dict[str, list[str]] = {}
    for name, thing in here.objects.items():
        if name not in there.objects:
            names.setdefault(thing.path, []).append(name)
    yield from (Change(f"name-{word}", tuple(group)) for group in names.values())


def _classes(name: str, one: griffe.Class, other: griffe.Class) -> Iterator[Change]:
    own, others = fields(one), fields(other)
    yield from _parameters("field", name, "", own, others)
    left, right = members(one), members(other)
    for member in left.keys() | right.keys():
        if member in own and member in others:
            if _words(left[member]) != _words(right[member]):
                yield Change("documentation", (name,), member)
            continue
        if member in left and member in right:
            yield from _objects(name, member, left[member], right[member])
        elif member not in own and member not in others:
            here, word = (left, "removed") if member in left else (right, "added")
            noun = "method" if here[member].is_function else "attribute"
            yield Change(f"{noun}-{word}", (name,), member)


def _objects(name: str, member: str, one: griffe.Object, other: griffe.Object) -> list[Change]:
    changes: list[Change] = []
    if one.kind is not other.kind or _manner(one) != _manner(other):
        changes.append(Change("kind-changed", (name,), member, old=_noun(one), new=_noun(other)))
    elif isinstance(one, griffe.Class) and isinstance(other, griffe.Class):
        changes += _classes(name, one, other)
    elif isinstance(one, griffe.Function) and isinstance(other, griffe.Function):
        changes += _functions(name, member, one, other)
    elif isinstance(one, griffe.Attribute) and isinstance(other, griffe.Attribute):
        changes += _attributes(name, member, one, other)
    # New wording is not worth reporting next to another change.
    if _words(one) != _words(other) and all(change.kind == "documentation" for change in changes):
        changes.append(Change("documentation", (name,), member))
    return changes


def _words(thing: griffe.Object | griffe.Alias) -> str:
    return thing.docstring.value if thing.docstring else ""


def _manner(thing: griffe.Object) -> set[str]:
    return {label for label in thing.labels if label in ("async", "classmethod", "staticmethod")}


def _noun(thing: griffe.Object) -> str:
    manner = ", ".join(sorted(_manner(thing)))
    return _NOUNS[thing.kind] + (f" ({manner})" if manner else "")


def _functions(name: str, member: str, one: griffe.Function, other: griffe.Function) -> Iterator[Change]:
    skip = 1 if member and "staticmethod" not in one.labels else 0  # self or cls
    left, right = ({value.name: value for value in list(each.parameters)[skip:]} for each in (one, other))
    yield from _parameters("argument", name, member, left, right)
    yield from _types("returns", name, member, one.returns, other.returns)


def _attributes(name: str, member: str, one: griffe.Attribute, other: griffe.Attribute) -> Iterator[Change]:
    if str(one.annotation) != "TypeAlias" or str(other.annotation) != "TypeAlias":
        yield from _types("attribute", name, member, _annotation(one), _annotation(other))
        return
    old, new = str(one.value), str(other.value)
    values = literals(old), literals(new)
    yield from (Change("value-removed", (name,), part=value) for value in values[0] - values[1])
    yield from (Change("value-added", (name,), part=value) for value in values[1] - values[0])
    # With each other's values added, any difference left is in the rest, such as the `str` of an open enum.
    left, right = ({f"Literal[{value}]" for value in known} for known in values)
    if direction(" | ".join([old, *right]), " | ".join([new, *left])):
        yield Change("alias-changed", (name,), old=old, new=new)


def _annotation(attribute: griffe.Attribute) -> object:
    """Return the type of an attribute. After `self.name = name`, it is that of the argument."""
    if attribute.annotation is None and attribute.parent is not None:
        constructor = attribute.parent.members.get("__init__")
        if isinstance(constructor, griffe.Function) and str(attribute.value) in constructor.parameters:
            return constructor.parameters[str(attribute.value)].annotation
    return attribute.annotation


def _types(noun: str, name: str, member: str, old: object, new: object, part: str = "") -> Iterator[Change]:
    # A missing annotation promises nothing.
    change = direction(str(old), str(new)) if old is not None and new is not None else None
    if change:
        yield Change(f"{noun}-{change}", (name,), member, part, str(old), str(new))


def _parameters(
    noun: str, name: str, member: str, old: dict[str, griffe.Parameter], new: dict[str, griffe.Parameter]
) -> Iterator[Change]:
    """Compare the arguments of a function, or the fields of a class, which are members in their own right."""

    def change(kind: str, word: str, before: object = "", after: object = "") -> Change:
        place = (member, word) if noun == "argument" else (word, "")
        return Change(f"{noun}-{kind}", (name,), *place, str(before), str(after))

    for word in old.keys() - new.keys():
        yield change("removed", word)
    for word in new.keys() - old.keys():
        yield change("added-required" if new[word].required else "added", word)
    for word in old.keys() & new.keys():
        one, other = old[word], new[word]
        if one.required != other.required:
            yield change("made-required" if other.required else "made-optional", word)
        elif str(one.default) != str(other.default):
            yield change("default", word, one.default, other.default)
        if _positional(one) != _positional(other):
            yield change("by-name" if _positional(one) else "by-position", word)
        if noun == "argument":
            yield from _types(noun, name, member, one.annotation, other.annotation, word)
        elif direction(str(one.annotation), str(other.annotation)):
            yield change("retyped", word, one.annotation, other.annotation)
    places = [[word for word, value in each.items() if _positional(value)] for each in (old, new)]
    kept = [word for word in places[0] if word in places[1]]
    if kept != places[1][: len(kept)]:
        yield Change(f"{noun}-order", (name,), member, "", ", ".join(places[0]), ", ".join(places[1]))


def _positional(parameter: griffe.Parameter) -> bool:
    kinds = griffe.ParameterKind.positional_only, griffe.ParameterKind.positional_or_keyword
    return parameter.kind in kinds
