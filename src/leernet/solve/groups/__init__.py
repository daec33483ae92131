"""Intervisie groups and their roles."""
