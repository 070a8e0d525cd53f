"""Ways to the report that don't lead through the admin: a partner's token, a link, a mail that goes out by itself."""
