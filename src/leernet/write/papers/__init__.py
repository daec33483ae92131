"""What a meeting needs on paper, made from its members and not from its messages."""
