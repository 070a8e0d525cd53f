"""Logs that know nothing of visitors."""

import logging


class ForgetVisitor(logging.Filter):
    """Takes from a log record what it knows of a visitor: the request, with its address, query, agent and referrer."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name in ("request", "server_time", "status_code"):
            record.__dict__.pop(name, None)
        return True
