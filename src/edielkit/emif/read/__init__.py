"""Bytes to XML elements, elements to values."""
