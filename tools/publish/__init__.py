"""Publishes a release to a private package index: `make publish INDEX_URL=https://pypi.example.com/team/`.

The credentials are twine's: TWINE_USERNAME and TWINE_PASSWORD, or the keyring. TWINE_CERT names the CA of an index that
has its own. They are only passed on in the environment, and never printed.
"""
