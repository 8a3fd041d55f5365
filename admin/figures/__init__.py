"""The pages of figures: for the director, and published reports for everybody."""
