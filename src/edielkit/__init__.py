"""Parse, validate and build the messages of the Norwegian power market.

The two wires are Elhub's EMIF XML and Ediel's EDIFACT. The core takes bytes and gives values: it reads no
file, no clock and no socket.
"""
