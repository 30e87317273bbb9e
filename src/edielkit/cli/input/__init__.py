"""What commands read: files, folders, archives, scenarios, and the instant that they work at."""
