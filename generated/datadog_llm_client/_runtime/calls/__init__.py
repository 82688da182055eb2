# Copied from runtime/calls/__init__.py: edit that.
"""Calls: requests, attempts, retries and responses, without any I/O."""
