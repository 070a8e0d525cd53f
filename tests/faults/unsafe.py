"""A reviewer who says that a machine's words are unsafe. Says when that was committed."""

import sys
import time

import django

if __name__ == "__main__":
    django.setup()
    from django.contrib.auth.models import User

    from livesafe.content.models import PlainPage
    from livesafe.languages import get
    from livesafe.translations import review
    from livesafe.translations.review import By

    page = PlainPage.objects.get(slug="drives")
    segment = page.segments()[0]
    place = review.place(page, get("gu"), segment.path, segment.hash)
    review.mark_unsafe(place, By(User.objects.get()), "It reads like a threat.")
    sys.stdout.write(str(time.time()))
