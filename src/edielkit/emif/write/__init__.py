"""Values to XML text, and what must be unique in it."""
