"""What the tokens of a person say."""
