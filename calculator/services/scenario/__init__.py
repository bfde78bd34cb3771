"""The bench of the project group: who is at it, and a scenario set up. Forms, farms and runs have rooms of their own."""
