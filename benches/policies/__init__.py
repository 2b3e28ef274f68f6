"""Policies made up by seed: the same seed gives the same bytes on every machine."""
