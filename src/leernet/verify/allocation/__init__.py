"""An allocation, its record and its proof held against the rules."""
