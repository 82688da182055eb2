"""Builds the site of docs/: writes the pages about the package, and checks what the strict build does not."""
