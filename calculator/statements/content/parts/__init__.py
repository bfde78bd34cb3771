"""The parts of a statement, one module each, as blocks that are ready to print."""
