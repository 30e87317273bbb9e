"""Segments, messages and interchanges to bytes, and friendly builders."""
