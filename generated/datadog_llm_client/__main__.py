# Copied from extras/__main__.py: edit that.
from .command_line import main

if __name__ == "__main__":
    main()
