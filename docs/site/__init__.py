"""The documentation as a site: its navigation, its links, and the pages that are made for it alone."""
