"""From claims to the farm problem: decisions, plans, stacks, and the rows that join them."""
