"""What is written once and stays, whoever goes: issued statements under their numbers, and the audit log, which is a chain."""
