"""The questions, a file each: pure functions from what is promised and what is there to findings."""
