"""What changed between a state of this repository and the working tree: in the contract, and for Python callers."""
