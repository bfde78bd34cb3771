"""From figures and quantities to amounts, one small function per kind of payment."""
