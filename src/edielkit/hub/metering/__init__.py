"""Metering values in the hub: kept with all their versions, validated, sent on to everyone entitled to them."""
