# Copied from runtime/transports/__init__.py: edit that.
"""How bytes reach the server: connections, proxies, event loops. Knows neither calls nor models."""
