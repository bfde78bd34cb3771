"""From files to a population and back, with everything that is wrong said per row; what a table may hold says ``schema``."""
