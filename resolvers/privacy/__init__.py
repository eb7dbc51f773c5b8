"""What people may ask for their personal data: a copy of it, and its erasure."""
