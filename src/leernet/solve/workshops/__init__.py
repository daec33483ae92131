"""A moment and a school for every workshop."""
