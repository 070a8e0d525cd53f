"""A file in somebody's hand becomes rows that the report can add up.

understand (bytes → AdFile) → names (whose campaigns) → preview (what would change) → jobs (the worker) → take (one
transaction) → undo. Readers of exports are campaigns.ads, which knows no database.
"""
