"""What is promised: the plan file, its places and its checks."""
