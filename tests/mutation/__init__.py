"""Mutation testing of ``calculator/stacking``: one small change at a time, and the tests that should notice it."""
