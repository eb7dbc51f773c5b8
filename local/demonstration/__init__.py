"""The demonstration: an edition that is open today, with clubs, members and crews of invented people."""

from local.demonstration.load import load

__all__ = ["load"]
