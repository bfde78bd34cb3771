"""The bench of the project group: scenarios, their populations, runs and files."""
