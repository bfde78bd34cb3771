"""Class premiums in columns: what a class needs, what it costs to reach it, and the proof that no other choice leaves more."""
