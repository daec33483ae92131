"""Coaching pairs and their visits."""
