"""Tests of the API as a client meets it, on emulators of AWS."""
