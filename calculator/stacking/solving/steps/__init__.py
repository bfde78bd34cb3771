"""From shares to what is lawful to pay: whole square metres and whole cents, proven in steps, and the lines that follow."""
