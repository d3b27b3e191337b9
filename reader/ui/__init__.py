"""The window: the only room that knows Qt. It is given a Library and asks nobody else."""
