"""Farms that consider measures: the plan of each that leaves most, for whole populations."""
