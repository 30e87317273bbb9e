"""The pages of a hub, for people: rendered by the server, without a script, for keyboard and telephone."""
