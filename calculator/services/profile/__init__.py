"""A farm profile read from JSON, one module per part, and how its facts are called."""
