"""The site of docs/: the pages that are written from the package, and what the strict build does not look at."""
