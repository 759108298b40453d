"""Benchmarks, each against its own floor in the same run: `make bench`. Figures go into docs/performance.md."""
