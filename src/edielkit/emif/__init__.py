"""The XML wire: Elhub's EMIF messages, bare and in SOAP."""
