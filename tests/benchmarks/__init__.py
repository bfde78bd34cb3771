"""Benchmarks: ``make bench``. Figures and ratios taken in one run on one machine; never part of the tests."""
