"""An outcome held against the model, recomputed; nothing here comes from the solvers."""
