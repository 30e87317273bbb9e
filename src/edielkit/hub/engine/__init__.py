"""The hub itself: what comes in, what is due, what is asked, over the rooms that know how."""
