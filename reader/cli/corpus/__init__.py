"""Commands below `corpus`."""
