"""Test data: valid messages, messages with one fault, and corpora of both, the same for the same seed."""
