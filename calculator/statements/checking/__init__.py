"""A PDF from anybody, read within bounds, recomputed, and told apart."""
