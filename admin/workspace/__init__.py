"""The pages on which staff do their daily work."""
