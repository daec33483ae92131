"""How a command ends, as the contract has it; 0 and 2, for wrong usage, are typer's own."""

TO_FIX, BUG, INTERRUPTED = 1, 3, 130
