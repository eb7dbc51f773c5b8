"""The same API on this machine, without an AWS account."""
