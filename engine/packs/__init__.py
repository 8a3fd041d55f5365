"""Read, check, compare, export and import packs, and play their scenarios."""
