"""A scenario made and changed by forms: the kinds of change, what is asked of each, what may be chosen, and what comes of it."""
