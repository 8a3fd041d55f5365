"""The pages on which a county's processes, tables and figures are changed, checked and released."""
