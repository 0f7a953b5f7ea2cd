"""Writes the tags that are not in the map, ready to be appended to it."""
