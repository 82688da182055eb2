"""What calls are made of: settings, credentials, models, errors. Knows neither calls nor connections."""
