"""Plan and ground to a movement problem, and its bracket back to streets, blocks and sentences."""
