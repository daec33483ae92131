"""Who hosts, by turn."""
