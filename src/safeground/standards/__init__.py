"""Planning figures, each with source, edition, clause and unit."""
