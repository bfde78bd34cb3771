"""The bench as rows: scenarios with their versions, runs and chunks, and the populations that were made up or sent."""
