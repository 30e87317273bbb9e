"""The token door: Maskinporten's grant for the organisations of a market, and the tokens that the data doors ask for.

Source: a public client of Elhub's data (dlt-source-elhub 0.1.1), and the pages of Digdir that it names. What they do not say stands
in docs/how-to/tokens-and-data.md as our own choice.
"""
