"""The data doors: Elhub's energy-data API, version 0, over the values of the hub.

Source: a public client of the protected part (dlt-source-elhub 0.1.1) and public clients of the open part. What they do not say stands in
docs/how-to/tokens-and-data.md as our own choice.
"""
