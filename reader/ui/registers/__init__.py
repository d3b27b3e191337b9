"""台账: the registers as tables and charts."""
