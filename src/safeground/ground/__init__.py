"""What is there: streets, people, sites, open ground."""
