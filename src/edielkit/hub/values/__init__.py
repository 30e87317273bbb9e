"""The values of metering points: how they are kept, who is entitled to them, and how they are distributed."""
