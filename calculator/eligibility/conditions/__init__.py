"""What a payment asks of farm and place: met, failed (by how much) or undecided (what is missing)."""
