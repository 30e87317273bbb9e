"""How messages are made harmless: keyed pseudonyms, what stands where on each wire, amounts and times.

`edielkit.generate.anonymise` is the way in.
"""
