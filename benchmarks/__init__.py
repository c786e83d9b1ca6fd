"""What we claim about speed, as programs. `python -m benchmarks` runs all and writes docs/benchmarks.md."""
