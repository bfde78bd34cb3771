"""Payments for the farm of which not all can be given: grants, the windows that they must fit in, and what they keep out."""
