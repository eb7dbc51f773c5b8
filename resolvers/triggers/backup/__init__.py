"""The table's copy of every day."""
