"""Tests of the local AppSync, its account and its server."""
