"""What a new table begins with."""
