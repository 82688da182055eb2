# Copied by "make generate" from runtime/calls/__init__.py. Edit that, never this file.
"""Calls: requests, attempts, retries and responses, without any I/O."""
