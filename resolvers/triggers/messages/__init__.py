"""What the user pool writes to people."""
