"""What is worked out or laid out for several parts: bars, the map, spans of years, present value, distance to a class."""
