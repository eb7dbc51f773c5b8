"""Everything that proves it, a folder for each part of the house."""
