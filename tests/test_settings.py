"""Production refuses to start without what it needs, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = "from livesafe import settings; print(settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_SECURE)"
ROOT = Path(__file__).parent.parent
ENOUGH = {
    "LIVESAFE_SECRET_KEY": "a" * 60,
    "LIVESAFE_HOSTS": "livesafe.example",
    "LIVESAFE_BASE_URL": "https://livesafe.example",
    "DATABASE_URL": "postgresql://livesafe@127.0.0.1/livesafe",
}


@pytest.fixture
def start(tmp_path):
    """Read the settings in a process that has this environment and no other."""

    def start(script=SHOW, **environment):
        variables = {"PATH": os.environ["PATH"], "LIVESAFE_DATA": str(tmp_path), **environment}
        return subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return start


def test_production_starts_with_everything_it_needs(start):
    done = start(**ENOUGH)

    assert (done.returncode, done.stdout.split()) == (0, ["63072000", "True"])


@pytest.mark.parametrize("missing", sorted(ENOUGH))
def test_production_does_not_start_without(start, missing):
    done = start(**{name: value for name, value in ENOUGH.items() if name != missing})

    assert done.returncode != 0
    assert f"{missing} is required" in done.stderr


def test_a_switch_that_is_neither_on_nor_off_stops_the_start(start):
    assert "LIVESAFE_DEBUG must be 1 or 0, not 'yes'" in start(LIVESAFE_DEBUG="yes").stderr


def test_a_database_that_is_not_postgresql_stops_the_start(start):
    assert "must begin with postgresql://" in start(**ENOUGH | {"DATABASE_URL": "mysql://x/y"}).stderr


def test_proxies_that_are_no_addresses_stop_the_start(start):
    done = start(**ENOUGH, LIVESAFE_TRUSTED_PROXIES="127.0.0.1, the balancer")

    assert "LIVESAFE_TRUSTED_PROXIES must be addresses or networks" in done.stderr


@pytest.mark.parametrize("number", ["0", "-5", "many", "1.5"])
def test_a_limit_that_is_no_number_stops_the_start(start, number):
    done = start(**ENOUGH, LIVESAFE_FLOOD_PER_SECOND=number)

    assert f"LIVESAFE_FLOOD_PER_SECOND must be a whole number above 0, not '{number}'" in done.stderr


@pytest.mark.parametrize(("proxies", "believed"), [("", "None"), ("10.0.0.0/8", "HTTP_X_FORWARDED_PROTO")])
def test_only_behind_a_proxy_that_is_named_its_word_for_https_is_taken(start, proxies, believed):
    show = "import django.conf; print(django.conf.settings.SECURE_PROXY_SSL_HEADER)"

    done = start(show, **ENOUGH, DJANGO_SETTINGS_MODULE="livesafe.settings", LIVESAFE_TRUSTED_PROXIES=proxies)

    assert believed in done.stdout


def test_media_on_s3_need_the_host_that_serves_them(start):
    assert "LIVESAFE_S3_HOST is required" in start(**ENOUGH, LIVESAFE_S3_BUCKET="media").stderr


def test_a_media_host_is_let_into_the_policy(start):
    show = (
        "import django; django.setup(); from livesafe.middleware import PUBLIC_POLICY; print(PUBLIC_POLICY)"
    )

    done = start(
        show,
        **ENOUGH,
        DJANGO_SETTINGS_MODULE="livesafe.settings",
        LIVESAFE_S3_BUCKET="media",
        LIVESAFE_S3_HOST="media.livesafe.example",
    )

    assert (
        "img-src 'self' https://media.livesafe.example; media-src 'self' https://media.livesafe.example"
        in done.stdout
    )
