"""The seal on a statement: its key, putting it there, and finding it again."""
