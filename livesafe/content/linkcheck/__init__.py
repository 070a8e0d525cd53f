"""The link checker: every link that readers of any language are given → what is wrong with it → the report for staff.

It asks the database alone. Addresses of other sites are not opened: whether one still answers is a person's yearly check
of a support service.
"""
