"""The commands, one thin module each: read bytes, call a public verb, print, return the exit status."""
