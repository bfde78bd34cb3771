"""The farms to try scenarios on: made up, read from what somebody sent, or the consenting clients of an adviser."""
