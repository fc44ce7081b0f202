"""A plan's supplies on the ground: who needs what where, what can come, and what holds it back."""
