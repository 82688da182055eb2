"""How much of a contract the generator can turn into a client that works.

`python -m tools.survey` puts the operations of Datadog's own contract into documents like ours, a package a tag, and
says how many build, import, type-check, and send and read what the contract says.
"""
