"""Test data: messages, faults, markets and corpora, deterministic by seed."""
