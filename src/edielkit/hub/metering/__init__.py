"""Metering values in the hub: kept with all their versions, judged, sent on to everyone entitled to them."""
