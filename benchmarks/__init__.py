"""What is claimed about speed, as commands: `python -m benchmarks` measures us beside peers, as ratios in one run."""
