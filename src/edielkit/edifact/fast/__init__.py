"""The fast path: many like values of MSCONS and UTILTS straight from bytes into columns."""
