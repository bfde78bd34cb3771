"""The rules as a job needs them: loaded once, how current they are, and their worked cases."""
