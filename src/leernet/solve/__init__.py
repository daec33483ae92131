"""Dates, hosts, groups, pairs and allocation. An outcome can be "impossible, because"."""
