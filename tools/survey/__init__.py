"""How much of a contract the generator can turn into a working client.

`python -m tools.survey` puts the operations of Datadog's own contract into documents like ours, one package per tag,
and counts those that build, import, type-check, and send and read what the contract says.
"""
