"""The bound recomputed from the problem alone, in whole numbers; nothing here knows the solver."""
