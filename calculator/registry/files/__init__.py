"""Rule files as they are read: YAML and CSV with the line of every word, and what is wrong with one."""
