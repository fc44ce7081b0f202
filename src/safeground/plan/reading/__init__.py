"""What the text of a notice says: blocks, names, times, sizes, and what could not be read."""
