"""Movement over time with proof: arrays in, arrays out; knows no map."""
