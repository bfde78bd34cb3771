"""Rows and choices that join decisions which lie apart: relations across places, classes, caps, windows, grants over years."""
