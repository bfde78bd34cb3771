"""The data inside a statement: what its recipient gets, and salted hashes of the rest."""
