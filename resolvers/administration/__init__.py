"""What organisers do: settings, programme, clubs, grants, hand-overs."""
