"""Values only: what a farm, a rule, a claim, a farm problem and an award *are*.

Nothing here reads a file, a clock or a database, and nothing imports another room of the house.
"""
