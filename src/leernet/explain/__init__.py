"""Model and outcome in; the reasons why this and not that out."""
