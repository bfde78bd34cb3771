"""One run of a scenario: asked for, worked out over its farms, what may be asked besides, and what it tells, also as files."""
