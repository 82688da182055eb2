"""Rates each kind of change by how it affects users of the older package.

`major`: code that runs or type-checks today may no longer do so. `minor`: all of it still does, and there is more to
use. `patch`: only words changed.

Narrowing what callers *pass* breaks them, and so does widening what they *get*. Attributes of models are both, since
models are passed to methods and created in callers' tests. A value removed from an enum is rejected by the API, though
enums are open and the code still type-checks.

`section` is that of the CHANGELOG. In a sentence, `{names}` stands for the public names concerned.

| kind                    | rating | section | sentence                                                           |
|-------------------------|--------|---------|--------------------------------------------------------------------|
| name-added              | minor  | Added   | {names} {is} new.                                                  |
| name-removed            | major  | Removed | {names} {is} gone.                                                 |
| kind-changed            | major  | Changed | {names} {is} {new}, once {old}.                                    |
| base-added              | minor  | Changed | {names} {is} also `{part}`.                                        |
| base-removed            | major  | Changed | {names} {is} no longer `{part}`.                                   |
| method-added            | minor  | Added   | {names} {is} new.                                                  |
| method-removed          | major  | Removed | {names} {is} gone.                                                 |
| argument-added          | minor  | Added   | {names} {takes} the new keyword `{part}`.                          |
| argument-added-required | major  | Added   | {names} {needs} the new keyword `{part}`.                          |
| argument-removed        | major  | Removed | {names} no longer {takes} the keyword `{part}`.                    |
| argument-made-required  | major  | Changed | {names} {needs} the keyword `{part}`, once optional.               |
| argument-made-optional  | minor  | Changed | {names} {takes} the keyword `{part}`, once required.               |
| argument-by-name        | major  | Changed | {names} {takes} `{part}` by name only.                             |
| argument-by-position    | minor  | Changed | {names} {takes} `{part}` by position too.                          |
| argument-order          | major  | Changed | {names} {takes} `{new}` by position, once `{old}`.                 |
| argument-widened        | minor  | Changed | {names} {takes} `{new}` as `{part}`, where only `{old}` was taken. |
| argument-narrowed       | major  | Changed | {names} {takes} only `{new}` as `{part}`, where `{old}` was taken. |
| argument-retyped        | major  | Changed | {names} {takes} `{new}` as `{part}`, where `{old}` was taken.      |
| argument-default        | major  | Changed | {names} {takes} `{part}` as `{new}` unless given, once `{old}`.    |
| returns-widened         | major  | Changed | {names} may return `{new}`, once only `{old}`.                     |
| returns-narrowed        | minor  | Changed | {names} {returns} only `{new}`, once `{old}`.                      |
| returns-retyped         | major  | Changed | {names} {returns} `{new}`, once `{old}`.                           |
| field-added             | minor  | Added   | {names} {is} a new attribute and keyword.                          |
| field-added-required    | major  | Added   | {names} {is} a new attribute, and a keyword that is required.      |
| field-removed           | major  | Removed | {names} {is} gone, as an attribute and as a keyword.               |
| field-made-required     | major  | Changed | {names} {is} required where the model is built.                    |
| field-made-optional     | minor  | Changed | {names} {is} optional where the model is built.                    |
| field-by-name           | major  | Changed | {names} {is} taken by name only.                                   |
| field-by-position       | minor  | Changed | {names} {is} taken by position too.                                |
| field-order             | major  | Changed | {names} {takes} `{new}` by position, once `{old}`.                 |
| field-retyped           | major  | Changed | {names} {is} `{new}`, once `{old}`.                                |
| field-default           | major  | Changed | {names} {is} `{new}` unless given, once `{old}`.                   |
| attribute-added         | minor  | Added   | {names} {is} new.                                                  |
| attribute-removed       | major  | Removed | {names} {is} gone.                                                 |
| attribute-widened       | major  | Changed | {names} may be `{new}`, once only `{old}`.                         |
| attribute-narrowed      | minor  | Changed | {names} {is} only `{new}`, once `{old}`.                           |
| attribute-retyped       | major  | Changed | {names} {is} `{new}`, once `{old}`.                                |
| value-added             | minor  | Added   | {names} {has} the new value `{part}`.                              |
| value-removed           | major  | Removed | {names} no longer {has} the value `{part}`.                        |
| alias-changed           | major  | Changed | {names} {is} `{new}`, once `{old}`.                                |
| documentation           | patch  | Changed | The documentation of {names} is reworded.                          |
"""

from enum import StrEnum
from typing import NamedTuple


class Bump(StrEnum):
    """The part of the version that a change requires to be raised, worst first."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


class Row(NamedTuple):
    """A row of the table."""

    bump: Bump
    section: str
    sentence: str


def _table(text: str) -> dict[str, Row]:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return {kind: Row(Bump(bump), section, sentence) for kind, bump, section, sentence in rows[1:]}


# Parsed from the table above, so that the documentation is what is applied.
TABLE = _table(__doc__ or "")
