"""Model in; outcome out: dates, hosts, groups, pairs, allocation. An outcome can be "impossible, because"."""
