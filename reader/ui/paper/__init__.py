"""Laid-out text on paper: pages, where they may end, printing and PDF. Printers are given."""
