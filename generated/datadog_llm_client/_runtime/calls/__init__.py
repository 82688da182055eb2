# Copied by "make generate" from runtime/calls/__init__.py. Edit that, never this file.
"""What a call is: its request, its attempts and retries, its response. Knows no sockets."""
