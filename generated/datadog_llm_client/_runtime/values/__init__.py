# Copied by "make generate" from runtime/values/__init__.py. Edit that, never this file.
"""What calls are made of: settings, credentials, models, errors. Knows neither calls nor connections."""
