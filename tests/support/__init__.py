"""Builders, samples and models that tests share."""
