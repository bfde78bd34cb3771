"""What a statement says, complete before anything is drawn: its parts, words and figures."""
