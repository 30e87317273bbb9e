"""The SOAP door: the five services with which parties and the hub exchange messages."""
