"""Running contracts: what their lines lie on, pay and keep off, and until when they run."""
