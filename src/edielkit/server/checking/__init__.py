"""The checking service: the library's verbs over HTTP, for those who do not write Python. Nothing that comes in is kept."""
