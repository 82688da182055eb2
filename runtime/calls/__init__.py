"""Calls: requests, attempts, retries and responses, without any I/O."""
