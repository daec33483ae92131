"""Which days are possible for whom: holidays, schools, working days, attendance."""
