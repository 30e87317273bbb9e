"""Checks of EMIF: schema, declarations, identifiers and codes, as findings."""
