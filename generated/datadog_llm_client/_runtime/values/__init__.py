# Copied from runtime/values/__init__.py: edit that.
"""What calls are made of: settings, credentials, models, errors. Knows neither calls nor connections."""
