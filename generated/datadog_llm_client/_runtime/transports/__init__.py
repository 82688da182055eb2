# Copied by "make generate" from runtime/transports/__init__.py. Edit that, never this file.
"""How bytes reach the server: connections, proxies, event loops. Knows neither calls nor models."""
