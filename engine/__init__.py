"""The case engine of OneDoor; it knows no web framework."""
