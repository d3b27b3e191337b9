"""What is open, asked, noted and remembered while the window is open. State and workers; no widget."""
