"""What the law says of claims: the relation between two and how far it reaches, which limit counts what, what a window leaves."""
