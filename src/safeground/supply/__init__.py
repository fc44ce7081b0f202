"""Supplies over time: a linear programme, its proof, its replay. Arrays in, arrays out: knows no map."""
