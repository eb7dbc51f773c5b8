"""Functions that no field calls: a folder each."""
