"""A scenario as a value: read from YAML, applied to a rulebook, checked, told in plain words, written as rule files."""
