"""What the server calls."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "livesafe.settings")
site = get_wsgi_application()

from campaigns import door, known, sketches  # noqa: E402 - Their models need the apps.
from livesafe import store  # noqa: E402

known.memory.get(patience=5)  # So that the first click after a restart leads where it should.
sketches.start()
store.start(site.get_response)
gc.freeze()  # All of the above stays: looking through it again and again made every hundredth act wait.


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Acts go past Django's handler: they are many, and what its middleware does for a page they don't need."""
    if answer := door.enter(environ):
        start_response(*answer)
        return [b""]
    return site(environ, start_response)
