"""People as rows: who may sign in and how, the organisations they belong to, and what farmers let these do."""
