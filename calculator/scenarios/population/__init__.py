"""A farm population: tables with one documented schema, read and checked, made up from margins, or imported."""
