"""The award as it arrives, read into values, and how its codes, amounts and dates are said."""
