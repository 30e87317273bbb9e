"""What every room of the hub stands on: state, records, parties, calendar, requests, the hub's own messages."""
