"""Trying other rules on many farms: populations, reforms, runs and what they answer. pandas lives here."""
