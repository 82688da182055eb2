# Copied from extras/__main__.py: edit that.
"""`python -m datadog_llm_client`: the command line."""

from .command_line import main

if __name__ == "__main__":
    main()
