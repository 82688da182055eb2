"""How bad each kind of difference is, from the newer document seen by callers of the older one.

`breaks`: what works today fails, or gives callers what they do not expect. `unreachable`: nothing fails, but there is
something that callers cannot use yet. `loosened`: nothing fails and nothing is out of reach; a promise or a duty
changed in the callers' favour, or is announced to change.

Callers *send* a request and *read* a response, so the same difference counts the other way round in the other
direction: a request may be narrowed only at their cost, a response may be widened only at their cost. Parts with one
direction only, such as an operation, have the same rating in both columns.

| kind                    | request     | response    | why                                                        |
|-------------------------|-------------|-------------|------------------------------------------------------------|
| operation-added         | unreachable | unreachable | there is no method for it                                  |
| operation-removed       | breaks      | breaks      | its method ends in a 404                                   |
| parameter-added         | unreachable | unreachable | optional, and no method takes it                           |
| parameter-added-required| breaks      | breaks      | calls lack it                                              |
| parameter-removed       | breaks      | breaks      | what callers send is not listened to any more              |
| parameter-renamed       | breaks      | breaks      | on the wire nothing changes, but it is a keyword in Python |
| field-added             | unreachable | unreachable | there is no keyword or attribute for it                    |
| field-added-required    | breaks      | unreachable | requests lack it; answers only have more                   |
| field-removed           | breaks      | breaks      | what is sent is ignored or refused; what is read is gone   |
| field-renamed           | breaks      | breaks      | the old name is removed                                    |
| made-required           | breaks      | loosened    | requests may lack it; answers always have it               |
| made-optional           | loosened    | breaks      | answers may lack it                                        |
| made-nullable           | loosened    | breaks      | answers may hold null                                      |
| no-longer-nullable      | breaks      | loosened    | a null that callers send is refused                        |
| type-changed            | breaks      | breaks      | also array to object and back                              |
| type-widened            | loosened    | breaks      | answers may hold another type                              |
| type-narrowed           | breaks      | loosened    | a type that callers send is refused                        |
| alternative-added       | unreachable | breaks      | answers may have a shape that callers do not know          |
| alternative-removed     | breaks      | loosened    | a shape that callers send is refused                       |
| format-changed          | breaks      | breaks      | another Python type, or another range                      |
| format-added            | breaks      | loosened    | a narrower type                                            |
| format-removed          | loosened    | breaks      | a wider type                                               |
| enum-added              | breaks      | loosened    | any value was allowed before                               |
| enum-removed            | loosened    | unreachable | as enum-value-added, for every other value                 |
| enum-value-added        | unreachable | unreachable | our enums are open: an unknown value is kept, not refused  |
| enum-value-removed      | breaks      | loosened    | a value that callers send is refused                       |
| default-added           | loosened    | loosened    | what is left out now has a known meaning                   |
| default-changed         | breaks      | breaks      | what is left out means something else                      |
| default-removed         | breaks      | breaks      | what is left out means something unknown                   |
| limit-tightened         | breaks      | loosened    | lengths, ranges, patterns, numbers of items                |
| limit-relaxed           | loosened    | breaks      | answers may be, for one, an empty list                     |
| limit-changed           | breaks      | breaks      | such as another pattern                                    |
| extras-narrowed         | breaks      | loosened    | fields beyond the named ones are refused or typed          |
| extras-widened          | loosened    | breaks      | fields beyond the named ones are allowed or untyped        |
| body-added              | unreachable | unreachable | optional, and no method sends or reads it                  |
| body-added-required     | breaks      | breaks      | calls lack it                                              |
| body-removed            | breaks      | breaks      | as field-removed, for all of them                          |
| media-type-added        | unreachable | unreachable | what is known still works                                  |
| media-type-removed      | breaks      | breaks      | what callers send or accept is gone                        |
| wrapped                 | breaks      | breaks      | the same body now stands in an envelope                    |
| unwrapped               | breaks      | breaks      | the envelope is gone                                       |
| success-added           | breaks      | breaks      | a 2xx, whose body callers do not expect                    |
| success-removed         | breaks      | breaks      | the answer that callers wait for does not come             |
| status-added            | unreachable | unreachable | an error that has no description yet; it raises all the same |
| status-removed          | loosened    | loosened    | an error that does not occur any more                      |
| security-added          | unreachable | unreachable | another way to authenticate                                |
| security-removed        | breaks      | breaks      | a way to authenticate that callers use                     |
| scope-added             | breaks      | breaks      | tokens lack it                                             |
| scope-removed           | loosened    | loosened    | tokens need less                                           |
| site-added              | unreachable | unreachable | no such choice is known                                    |
| site-removed            | breaks      | breaks      | its host is gone                                           |
| server-changed          | breaks      | breaks      | requests go to the wrong host or path                      |
| deprecated              | loosened    | loosened    | it works, but will go                                      |
| no-longer-deprecated    | loosened    | loosened    | it stays                                                   |
| preview-added           | loosened    | loosened    | it works, but may change without notice                    |
| preview-removed         | loosened    | loosened    | it is stable now                                           |
"""

from enum import StrEnum


class Rating(StrEnum):
    """How bad a difference is, worst first."""

    BREAKS = "breaks"
    UNREACHABLE = "unreachable"
    LOOSENED = "loosened"


class Side(StrEnum):
    """The direction of the part that differs: what callers send, or what they read."""

    REQUEST = "request"
    RESPONSE = "response"


def _table(text: str) -> dict[str, dict[Side, Rating]]:
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in text.splitlines() if line.startswith("| ")]
    return {kind: {Side.REQUEST: Rating(sent), Side.RESPONSE: Rating(read)} for kind, sent, read in rows[1:]}


# The table above is the only one: what the reader sees is what is applied.
TABLE = _table(__doc__ or "")


def rate(kind: str, side: Side) -> Rating:
    """Return how bad a difference of this kind is on this side."""
    return TABLE[kind][side]
