"""How the properties of the rules are tried: a machine that is busy for a moment makes none of them fail."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
