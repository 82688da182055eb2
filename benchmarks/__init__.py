"""The claims about speed, as a command: `python -m benchmarks` compares the client with others in the same run."""
