"""The rules of the regatta, pure: values in, values or refusals out; no I/O and no clock of its own."""
