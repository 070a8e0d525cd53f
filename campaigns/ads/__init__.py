"""What ad platforms' exports say, in one shape: bytes → sniff → header → rows → totals → AdFile.

`read.read` is the door. Nothing is stored here, and what is ambiguous is refused.
"""
