"""What the user says about rows of the registers: kept, and merged with what colleagues say."""
