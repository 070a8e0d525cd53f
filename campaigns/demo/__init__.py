"""Figures made up for show, of two financial years: `load` stores them once, each marked as what it is."""
