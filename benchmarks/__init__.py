"""Measurements of time, memory and behaviour; a package, so that no other one of this name is taken for it."""
