"""The commands: each group has a file of its own; ``cli`` holds them together."""
