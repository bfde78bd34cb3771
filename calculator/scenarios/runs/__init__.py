"""Farms under the rules before and after: evaluated in chunks by many workers, resumed, and pinned by a receipt."""
