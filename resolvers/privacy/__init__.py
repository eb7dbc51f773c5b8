"""What people may ask for their personal data."""
