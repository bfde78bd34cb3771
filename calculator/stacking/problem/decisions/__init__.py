"""The claims of a farm sorted into decisions, and the years in which each may be on: plans, runs of contracts, what is held."""
