"""The reach report: a question (query), its figures (build), and one shape that every surface shows to the unit."""
