"""Farms as columns: pieces of land, what lies on them, where they lie, and what farms answer, as numbers."""
