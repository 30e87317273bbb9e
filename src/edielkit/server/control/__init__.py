"""The control door: the clock, the journal and the state of a hub, for those who test with it."""
