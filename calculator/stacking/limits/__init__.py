"""How the limits stand after solving: what fills each, what it took, what it warns of, and its price."""
