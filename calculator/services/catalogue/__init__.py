"""The registry for whoever reads it: schemes, measures, relations and what nobody has published."""
