"""One module per job: gather what it needs, call the pure core, keep the result."""
