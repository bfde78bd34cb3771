"""A farm population: tables with one documented schema. Making them up, reading them and telling farms of them have rooms."""
