"""Series of MSCONS and UTILTS, read segment by segment: the exact path.

Two paths read the same values. This one goes through the typed message and looks at each value by itself, so that it reads
whatever can be read and says what cannot. `edielkit.edifact.fast` reads many plain values at once, straight from the bytes, and
leaves everything else to this one; what it gives is what this one would have given. What a line means (product, direction, unit,
resolution, period) is decided here for both.
"""
