"""Message and segment tables as data, and the walker that reads a message by them."""
