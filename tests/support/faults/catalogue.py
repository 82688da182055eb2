"""All faults."""

from . import contents, framing, network

CATALOGUE = (*network.FAULTS, *framing.FAULTS, *contents.FAULTS)
