"""Rates each kind of difference by how a newer document affects callers of the older one.

`breaking`: what works today fails, or returns something unexpected. `additive`: nothing fails, but there is something
that callers cannot use yet. `compatible`: nothing fails and nothing is out of reach; a guarantee or a requirement
changed in the callers' favour, or will change.

Callers *send* requests and *read* responses, so a difference may be rated differently in each direction: narrowing a
request breaks callers, and so does widening a response. Parts with only one direction, such as operations, have the
same rating in both columns.

| kind                     | request    | response   | why                                                          |
|--------------------------|------------|------------|--------------------------------------------------------------|
| operation-added          | additive   | additive   | there is no method for it                                    |
| operation-removed        | breaking   | breaking   | its method ends in a 404                                     |
| parameter-added          | additive   | additive   | optional, and no method takes it                             |
| parameter-added-required | breaking   | breaking   | calls lack it                                                |
| parameter-removed        | breaking   | breaking   | what callers send is ignored                                 |
| parameter-renamed        | breaking   | breaking   | on the wire nothing changes, but it is a keyword in Python   |
| field-added              | additive   | additive   | there is no keyword or attribute for it                      |
| field-added-required     | breaking   | additive   | requests lack it; responses only have more                   |
| field-removed            | breaking   | breaking   | what is sent is ignored or refused; what is read is gone     |
| field-renamed            | breaking   | breaking   | the old name is removed                                      |
| made-required            | breaking   | compatible | requests may lack it; responses always have it               |
| made-optional            | compatible | breaking   | responses may lack it                                        |
| made-nullable            | compatible | breaking   | responses may hold null                                      |
| no-longer-nullable       | breaking   | compatible | a null that callers send is refused                          |
| type-changed             | breaking   | breaking   | also array to object and back                                |
| type-widened             | compatible | breaking   | responses may hold another type                              |
| type-narrowed            | breaking   | compatible | a type that callers send is refused                          |
| alternative-added        | additive   | breaking   | responses may have a shape that callers do not know          |
| alternative-removed      | breaking   | compatible | a shape that callers send is refused                         |
| format-changed           | breaking   | breaking   | another Python type, or another range                        |
| format-added             | breaking   | compatible | a narrower type                                              |
| format-removed           | compatible | breaking   | a wider type                                                 |
| enum-added               | breaking   | compatible | any value was allowed before                                 |
| enum-removed             | compatible | additive   | as enum-value-added, for every other value                   |
| enum-value-added         | additive   | additive   | our enums are open: an unknown value is kept, not refused    |
| enum-value-removed       | breaking   | compatible | a value that callers send is refused                         |
| default-added            | compatible | compatible | omitting it now has a known meaning                          |
| default-changed          | breaking   | breaking   | omitting it means something else                             |
| default-removed          | breaking   | breaking   | omitting it means something unknown                          |
| limit-tightened          | breaking   | compatible | lengths, ranges, patterns, numbers of items                  |
| limit-relaxed            | compatible | breaking   | responses may hold, for example, an empty list               |
| limit-changed            | breaking   | breaking   | such as a different pattern                                  |
| extras-narrowed          | breaking   | compatible | fields beyond the named ones are refused or typed            |
| extras-widened           | compatible | breaking   | fields beyond the named ones are allowed or untyped          |
| body-added               | additive   | additive   | optional, and no method sends or reads it                    |
| body-added-required      | breaking   | breaking   | calls lack it                                                |
| body-removed             | breaking   | breaking   | as field-removed, for all of them                            |
| media-type-added         | additive   | additive   | what is known still works                                    |
| media-type-removed       | breaking   | breaking   | what callers send or accept is gone                          |
| wrapped                  | breaking   | breaking   | the same body is now in an envelope                          |
| unwrapped                | breaking   | breaking   | the envelope is gone                                         |
| success-added            | breaking   | breaking   | a 2xx, whose body callers do not expect                      |
| success-removed          | breaking   | breaking   | the response that callers expect does not come               |
| status-added             | additive   | additive   | an error without a description yet; it raises all the same   |
| status-removed           | compatible | compatible | an error that no longer occurs                               |
| security-added           | additive   | additive   | another way to authenticate                                  |
| security-removed         | breaking   | breaking   | a way to authenticate that callers use                       |
| scope-added              | breaking   | breaking   | tokens lack it                                               |
| scope-removed            | compatible | compatible | tokens need less                                             |
| site-added               | additive   | additive   | no such choice is known                                      |
| site-removed             | breaking   | breaking   | its host is gone                                             |
| server-changed           | breaking   | breaking   | requests go to the wrong host or path                        |
| deprecated               | compatible | compatible | it works, but will go                                        |
| no-longer-deprecated     | compatible | compatible | it stays                                                     |
| preview-added            | compatible | compatible | it works, but may change without notice                      |
| preview-removed          | compatible | compatible | it is stable now                                             |
"""

from enum import StrEnum


class Rating(StrEnum):
    """How a difference affects callers, worst first."""

    BREAKING = "breaking"
    ADDITIVE = "additive"
    COMPATIBLE = "compatible"


class Side(StrEnum):
    """The direction of the part that differs: sent or read by callers."""

    REQUEST = "request"
    RESPONSE = "response"


def _table(text: str) -> dict[str, dict[Side, Rating]]:
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in text.splitlines() if line.startswith("| ")]
    return {kind: {Side.REQUEST: Rating(sent), Side.RESPONSE: Rating(read)} for kind, sent, read in rows[1:]}


# Parsed from the table above, so that the documentation is what is applied.
TABLE = _table(__doc__ or "")


def rate(kind: str, side: Side) -> Rating:
    """Return the rating of a kind of difference in one direction."""
    return TABLE[kind][side]
