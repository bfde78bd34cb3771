"""What an answer says beside its lines: why a claim is not paid, and what it would be worth."""
