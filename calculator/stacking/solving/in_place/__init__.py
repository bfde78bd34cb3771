"""Components that a few rows hold back, solved without a programme: by walking, or by a simplex of their own."""
