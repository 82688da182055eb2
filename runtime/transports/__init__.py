"""How bytes reach the server: connections, proxies, event loops. Knows neither calls nor models."""
