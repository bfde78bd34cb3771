"""The rules as a person reads them: schemes, changes, coverage, and what is out of date."""
