"""A farm profile as fields that a person fills in, and back. A field is named by the JSON pointer of what it holds."""
