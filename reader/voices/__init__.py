"""The voices that the system has: words become sound, on this machine, one sentence at a time."""
