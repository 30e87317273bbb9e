"""Bytes to segments, interchanges and messages."""
