"""Pure values and decisions; no I/O and no third-party package."""
