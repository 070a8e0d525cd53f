"""What counting is measured against: an answer that does nothing, and a transaction for each act."""

import os

if os.environ["YARDSTICK"] == "empty":

    def application(environ, start_response):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("204 No Content", [("Cache-Control", "no-store")])
        return [b""]

else:
    from livesafe.wsgi import application  # isort: skip - The others need the apps that it sets up.

    from django.db import Error

    from campaigns import ledger, tally
    from campaigns.writer import Outcome

    class Alone:
        """Each request writes by itself, as it would without a writer."""

        def add(self, totals):
            try:
                ledger.commit(totals)
            except Error:
                return Outcome.REFUSED
            return Outcome.COMMITTED

    tally.writer = Alone()

__all__ = ["application"]
