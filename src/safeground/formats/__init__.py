"""What files look like, both ways; knows no plan."""
