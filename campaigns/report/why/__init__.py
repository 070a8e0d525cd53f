"""Why a number of the report is what it is: what it is made of, made again from there, and what was left out beside it.

Only for the VRN: for others a number has no why.
"""
