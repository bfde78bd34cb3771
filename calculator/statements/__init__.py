"""The beloningsoverzicht: an award and its profile to printable content, to HTML, to PDF, and back again to check it."""
