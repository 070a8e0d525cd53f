"""The report in the admin: its question as a form, its panels as tables and charts, and why each number is so."""

PERMISSION = "campaigns.view_tally"
