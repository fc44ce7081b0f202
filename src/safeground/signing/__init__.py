"""Keys that sign, and what is read before a signature is believed. Knows nothing of what is signed."""
