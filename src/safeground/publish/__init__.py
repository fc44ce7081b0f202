"""What people and machines read: report, brief, map, tables, layers; restricted and public apart."""
