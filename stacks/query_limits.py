"""What one request to the API may ask for: the same on AWS and on one's own machine."""

DEPTH = 10
"""Levels of fields; the deepest that the schema can be asked for is six."""

RESOLVERS = 50
"""Fields with a resolver that one request runs, so also of aliases; the site's largest page needs a dozen."""
