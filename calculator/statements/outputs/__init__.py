"""The same award as data to work with: a workbook, separated values, a calendar. Nothing here is calculated anew."""
