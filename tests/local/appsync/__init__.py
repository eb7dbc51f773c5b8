"""Tests of the small AppSync."""
