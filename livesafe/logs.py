"""Logs that know nothing of visitors."""

import logging
import re
from typing import Any

SECRET_ADDRESS = re.compile(
    r"(/review/|/shared/reach/)[^/\s]+"
)  # What opens a reviewer link, or a shared report.


class ForgetVisitor(logging.Filter):
    """Takes from a log record what it knows of a visitor: the request, with its address, query, agent and referrer.

    And the secret of a reviewer link or a shared report, which its address holds.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        for name in ("request", "server_time", "status_code"):
            record.__dict__.pop(name, None)
        if SECRET_ADDRESS.search(message := record.getMessage()):
            record.msg, record.args = SECRET_ADDRESS.sub(r"\1…", message), ()
        return True


# Logs: an error is told without the address, the query, the agent or the referrer of a visitor.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "filters": {"private": {"()": "livesafe.logs.ForgetVisitor"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["private"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
