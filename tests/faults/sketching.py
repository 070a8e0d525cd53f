"""Notes visitors of yesterday, a marker beside them, and says the stored half of the day's key. Run by itself."""

import datetime as dt
import sys

import django

if __name__ == "__main__":
    django.setup()
    from campaigns.models import SketchKey, Tally
    from campaigns.period import today
    from campaigns.sketches import Collector

    collector = Collector()
    # A key for tomorrow: none of the clock's chores ends it.
    day = today() + dt.timedelta(days=1)
    for number in range(200):
        collector.saw("be-kind", "poster", "en", day, f"203.0.113.{number}", "A browser")
    collector.flush()
    # What is stored like any other count: it shows that a place was searched where something could be found.
    Tally.objects.create(
        day=day, source_id=1, language="en", kind="click", verdict=sys.argv[1], n=len(sys.argv[1])
    )
    sys.stdout.write(bytes(SketchKey.objects.get().secret).hex())
