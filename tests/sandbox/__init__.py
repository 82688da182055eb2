"""Tests of the sandbox, by HTTP and against the contract itself."""
