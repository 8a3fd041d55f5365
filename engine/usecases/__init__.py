"""One verb per module: one command, one transaction."""
