"""Text of files in; model and findings out."""
