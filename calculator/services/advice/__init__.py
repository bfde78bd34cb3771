"""The adviser at work: organisations, mandates, clients, their results, and what is shared."""
