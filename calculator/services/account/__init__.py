"""People and what is theirs: signing in, farms, tokens, rights, the trail and erasure."""
