"""The best lawful division of a whole problem, with its years and its plans, and asked again with less allowed."""
