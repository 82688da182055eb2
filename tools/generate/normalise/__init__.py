"""Rewrites the contract into the few forms that are printed and that the generator handles well.

Every schema of the normal form is one of

- `{}`, any value;
- `{type: string | integer | number | boolean}`, with its format;
- `{const: ...}`;
- `{type: array, items: ...}`;
- `{$ref: ...}` to an object, a map or an enum, each of which stands in `components/schemas` under a name of its own;
- `{anyOf: [...]}` of these and of `{type: "null"}`, with a `discriminator` whose mapping leads to forms.

What describes a value (its description, that it is deprecated, ...) stands beside any of them.
"""

from .document import Normal, normalise

__all__ = ("Normal", "normalise")
