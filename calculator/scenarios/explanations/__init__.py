"""The explained awards of a population as tables in files: lines, refusals, claims not paid, limits, classes and points."""
