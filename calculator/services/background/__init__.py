"""Batches and the process that works them off beside the server."""
