"""What exists: the year, its plan, its allocations, its ledger. Frozen and typed; no reading, no solving."""
