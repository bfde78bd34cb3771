"""What land and farms are offered under the rules: the ordinary engine asked once per type, as exact tables."""
