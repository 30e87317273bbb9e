"""Series of MSCONS and UTILTS, read segment by segment: the exact path."""
