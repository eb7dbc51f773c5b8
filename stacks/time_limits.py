"""How many seconds a function may take: the same on AWS and on one's own machine."""

FIELD = 28
"""AppSync gives up after thirty."""

TRIGGER = 5
"""Cognito waits no longer."""
