"""The sentences of statements, in Dutch and English side by side. They are filled in elsewhere."""
