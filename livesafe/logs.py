"""Logs that know nothing of visitors."""

import logging
from typing import Any


class ForgetVisitor(logging.Filter):
    """Takes from a log record what it knows of a visitor: the request, with its address, query, agent and referrer."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name in ("request", "server_time", "status_code"):
            record.__dict__.pop(name, None)
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
