"""Why this and not that, from the model and the outcome."""
