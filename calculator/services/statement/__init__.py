"""Statements under an account: asked for, approved, issued, drawn, checked, and years later."""
