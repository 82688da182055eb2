"""All faults."""

from . import bodies, codings, framing, network, statuses

CATALOGUE = (*network.FAULTS, *framing.FAULTS, *statuses.FAULTS, *bodies.FAULTS, *codings.FAULTS)
