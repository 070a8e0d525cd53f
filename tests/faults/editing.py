"""An editor who publishes a page again and again. Says how often once she is told to stop."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from livesafe.content.models import PlainPage

    page = PlainPage.objects.get(slug="drives")
    for number in range(int(sys.argv[1])):
        page.summary_en = f"Changed {number} times"
        page.save_revision().publish()
        page = PlainPage.objects.get(slug="drives")
    sys.stdout.write(page.summary_en)
