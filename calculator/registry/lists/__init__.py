"""Tables beside the schemes: codelists, relations, windows, sources that differ, re-checks, what is published."""
