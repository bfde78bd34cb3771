"""What is kept of a farm and goes with it: its profile, forms and files under way, results, comments and links. No statement."""
