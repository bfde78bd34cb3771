"""From claims to the best lawful stack: units, stacks, the farm problem, its solution and its certificate."""
