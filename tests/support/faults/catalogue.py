"""All faults."""

from . import codings, contents, framing, network

CATALOGUE = (*network.FAULTS, *framing.FAULTS, *contents.FAULTS, *codings.FAULTS)
