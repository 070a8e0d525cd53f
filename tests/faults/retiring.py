"""The clock's chore on the day after the key's last. Run by itself."""

import datetime as dt

import django
import time_machine

if __name__ == "__main__":
    django.setup()
    from campaigns import keys
    from campaigns.models import SketchKey, Window

    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=3)):
        keys.retire()
    assert not SketchKey.objects.exists()
    assert Window.objects.get().erased
