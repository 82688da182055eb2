# Copied by "make generate" from extras/__main__.py. Edit that, never this file.
"""`python -m datadog_llm_client`: the command line."""

from .command_line import main

if __name__ == "__main__":
    main()
