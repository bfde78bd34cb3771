"""Made-up farms told whole: one opened on a page or in the terminal, or all of a population as files. Never real ones."""
