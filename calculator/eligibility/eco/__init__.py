"""The eco-regeling: activities that bring points and value, and the class premium that these reach."""
