"""What managers do: profiles, members, crews."""
