"""The best division of a farm problem, its shares in lawful whole steps, and the lines that follow."""
