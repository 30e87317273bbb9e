"""Checks of EDIFACT: structure by the directories, contents, series and guides, as findings."""
