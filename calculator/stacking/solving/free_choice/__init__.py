"""What each decision would be worth if no row held it back, which rows can be broken at all, and what falls apart."""
