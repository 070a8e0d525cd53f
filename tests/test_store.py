"""Pages as they are kept: what readers get of them, when they are made anew, and what is never kept."""

import gzip
import os
import threading
import time
from contextlib import suppress
from functools import partial

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction, Site
from wagtail.snippets.models import get_snippet_models

from campaigns.models import Source
from livesafe import pages, shelf, store, version
from livesafe.content.models import HomePage, PlainPage, SafeImage, SupportService, TopicPage
from livesafe.languages import get
from livesafe.pages import Kept, Pages, Place
from livesafe.translations import objects, review
from livesafe.translations.project import project
from livesafe.translations.review import By
from livesafe.version import Known, Watch

IN_BACKGROUND = version.in_background  # In tests it is done at once.
PAGE = "/young-people/going-out/"
OTHERS = ["/", "/gu/", "/help/", "/ur/help/", "/help/services/", "/gu/campaigns/make-a-stand/"]


@pytest.fixture
def is_rendered(reader, monkeypatch):
    """Whether an address is rendered when it is asked for, and not answered from what is kept."""
    rendered = []
    of_nobody = store.for_nobody
    monkeypatch.setattr(store, "for_nobody", lambda *a, **k: rendered.append(a) or of_nobody(*a, **k))

    def is_rendered(path=PAGE, **more):
        rendered.clear()
        assert reader.get(path, **more).status_code == 200
        return bool(rendered)

    return is_rendered


@pytest.fixture
def lost(monkeypatch):
    """A database that refuses everybody, from the moment at which it is called."""

    def lose():
        def refuse(*_):
            raise OperationalError("the database is away")

        version.watch.expire()
        connection.execute_wrappers.append(refuse)

    yield lose
    connection.execute_wrappers.clear()


@pytest.mark.parametrize("path", [PAGE, *OTHERS])
def test_a_page_that_was_read_asks_for_nothing_but_the_version(
    demo, reader, path, django_assert_max_num_queries
):
    first = reader.get(path)

    with django_assert_max_num_queries(1):
        again = reader.get(path)
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)


@pytest.mark.parametrize("path", [PAGE, *OTHERS])
def test_a_page_is_the_same_kept_and_rendered(demo, reader, admin_client, path, monkeypatch):
    kept = [reader.get(path, headers={"accept-encoding": "gzip"}) for _ in range(2)][1]
    monkeypatch.setattr(store, "is_page", lambda path: False)
    monkeypatch.setattr(pages, "memory", Pages(pages.memory.shelf))
    rendered = reader.get(path, headers={"accept-encoding": "gzip"})

    assert gzip.decompress(kept.content) == gzip.decompress(rendered.content)
    assert dict(kept.headers) == dict(rendered.headers)


def test_a_kept_page_answers_each_browser_as_it_asks(demo, reader):
    plain = reader.get(PAGE)
    packed = reader.get(PAGE, headers={"accept-encoding": "gzip"})
    had = {"accept-encoding": "gzip", "if-none-match": packed["ETag"]}

    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert reader.get(PAGE, headers=had).status_code == 304
    assert reader.get(PAGE, headers=had | {"if-none-match": plain["ETag"]}).status_code == 200
    head = reader.head(PAGE)
    assert (head.content, head["Content-Length"]) == (b"", str(len(plain.content)))


def test_languages_and_hosts_are_kept_apart(demo, is_rendered, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]

    assert [is_rendered(PAGE), is_rendered(f"/gu{PAGE}")] == [True, True]
    assert [is_rendered(PAGE, headers={"host": "other.example"}), is_rendered(PAGE)] == [True, False]
    assert not is_rendered(PAGE, headers={"host": "testserver:8443"})


def test_a_host_that_is_not_ours_is_refused(demo, reader):
    reader.get(PAGE)

    assert reader.get(PAGE, headers={"host": "evil.example"}).status_code == 400


def test_where_a_reader_comes_from_makes_no_other_page(demo, is_rendered):
    assert is_rendered(f"{PAGE}?via=abcde&utm_source=tiktok")
    assert not is_rendered(f"{PAGE}?fbclid=1")
    assert not is_rendered(PAGE)


@pytest.mark.parametrize("path", [*OTHERS, PAGE, "/young-people/"])
def test_no_page_but_the_directory_looks_at_the_query(demo, reader, path):
    reader.get(f"{path}?via=abcde")

    assert (Place("testserver", path) in pages.memory) == (path != "/help/services/")


def test_what_was_asked_of_the_directory_is_never_kept(demo, reader, is_rendered):
    everybody = reader.get("/help/services/").content

    assert is_rendered("/help/services/?need=abuse")
    assert is_rendered("/help/services/?need=abuse")
    assert reader.get("/help/services/?need=abuse").content != everybody
    assert reader.get("/help/services/").content == everybody


def test_a_sensitive_page_is_kept_here_and_by_no_browser(demo, reader, is_rendered):
    page = TopicPage.objects.filter(sensitive=True).live().first()
    path = page.get_url()

    assert [is_rendered(path), is_rendered(path)] == [True, False]
    assert reader.get(path)["Cache-Control"] == "no-store"
    assert not reader.get(path).has_header("ETag")


# What is never kept --------------------------------------------------------------


def test_staff_get_their_own_and_leave_nothing(demo, admin_client, reader, is_rendered):
    admin_client.get(PAGE)

    assert Place("testserver", PAGE) not in pages.memory
    reader.get(PAGE)
    assert "wagtail-userbar" in admin_client.get(PAGE).content.decode()
    assert "wagtail-userbar" not in reader.get(PAGE).content.decode()


def test_a_preview_of_a_draft_is_never_what_readers_get(demo, admin_client, reader):
    page = TopicPage.objects.get(slug="going-out")
    page.headline_en = "A draft that nobody published"
    page.save_revision()
    shown = admin_client.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()

    assert "A draft that nobody published" in shown
    assert not pages.memory.shelf.files.keys() - {pages.RETRACTED}
    assert "A draft" not in reader.get(PAGE).content.decode()


def test_nothing_of_a_visitor_reaches_the_page(demo, reader, monkeypatch):
    seen = []
    of = store.Kept.of.__func__
    monkeypatch.setattr(store.Kept, "of", classmethod(lambda cls, *a: seen.append(a[1]) or of(cls, *a)))
    reader.get(PAGE, headers={"cookie": "nocount=1; _ga=2", "referer": "https://x.example/"})

    (request,) = seen
    assert request.COOKIES == {}
    assert not [name for name in request.META if name.startswith("HTTP_") and name != "HTTP_HOST"]
    assert "REMOTE_ADDR" not in request.META


@pytest.mark.parametrize(
    "path", ["/nothing/", "/gu/nothing/", "/dont-count/", "/sitemap.xml", "/robots.txt", "/healthz", "/help"]
)
def test_what_is_no_page_is_not_kept(demo, reader, path):
    reader.get(path)

    assert not pages.memory.shelf.files.keys() - {pages.RETRACTED}


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private, max-age=30"},
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, no-store", "CDN-Cache-Control": "public"},
        {"Cache-Control": "public", "Vary": "Accept-Encoding, Cookie"},
        {},
    ],
)
def test_an_answer_that_is_not_for_everybody_may_not_be_kept(headers):
    assert not store.may_be_kept(HttpResponse(headers=headers))


def test_a_page_that_needs_a_password_is_kept_for_nobody(demo, reader):
    reader.get(PAGE)
    page = TopicPage.objects.get(slug="going-out")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )

    response = reader.get(PAGE)
    assert page.headline_en not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert Place("testserver", PAGE) not in pages.memory


# What makes a page old ------------------------------------------------------------


def test_a_minute_ends_a_page(demo, is_rendered):
    with time_machine.travel(0, tick=False) as clock:
        is_rendered()
        clock.shift(59)
        assert not is_rendered()
        clock.shift(2)
        assert is_rendered()
        assert not is_rendered()
        clock.shift(3600)
        assert is_rendered()
        clock.shift(-7200)
        assert is_rendered()


def publish(page):
    page.headline_en = "Said anew"
    page.save_revision().publish()


def rename(page):
    page.slug = "gone-out"
    page.save_revision().publish()


CHANGES = {
    "publish": publish,
    "rename": rename,
    "move": lambda page: page.move(PlainPage.objects.get(slug="about"), pos="last-child"),
    "another page": lambda page: publish(HomePage.objects.get()),
    "a service": lambda page: SupportService.objects.first().save(),
    "a service is deleted": lambda page: SupportService.objects.last().delete(),
    "a term": lambda page: get_snippet_models()[0].objects.create(term="county lines"),
    "a picture": lambda page: SafeImage.objects.create(title="A bus stop", file=get_test_image_file()),
    "the site": lambda page: Site.objects.get().save(),
    "a word of the interface": lambda page: project(objects.words(), [get("so")]),
    "a code": lambda page: Source.objects.create(code="zzzz2", campaign="make-a-stand", channel="site"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_readers_see_moves_the_version(demo, change):
    before = version.watch.now().number
    CHANGES[change](TopicPage.objects.get(slug="going-out"))

    assert version.watch.now().number > before


def test_a_draft_thrown_away_takes_nothing_back(demo):
    before = version.watch.now().retracted
    home = HomePage.objects.get()
    draft = home.add_child(instance=PlainPage(title="x", headline_en="x", summary_en="x", live=False))
    draft.delete()

    assert version.watch.now().retracted == before


def test_a_draft_and_a_read_move_nothing(demo, reader, admin_client):
    before = version.watch.now().number
    page = TopicPage.objects.get(slug="going-out")
    page.headline_en = "A draft"
    page.save_revision()
    reader.get(PAGE)
    admin_client.get(f"/admin/pages/{page.pk}/edit/")
    version.watch.expire()

    assert version.watch.now().number == before


def test_a_text_said_to_be_unsafe_is_gone_at_once(demo, reader, admin_user):
    page = TopicPage.objects.get(slug="knife-crime")
    urdu = get("ur")
    place = next(
        place
        for place in (review.place(page, urdu, s.path, s.hash) for s in page.segments())
        if place.row and place.row.released and place.segment.kind == "text" and len(place.row.text) > 30
    )
    text = place.row.text
    path = f"/ur{page.get_url()}"
    assert text in reader.get(path).content.decode()
    before = version.watch.now()

    review.mark_unsafe(place, By(user=admin_user), "It says the contrary.")

    assert text not in reader.get(path).content.decode()
    assert version.watch.now().retracted > before.number


def test_a_withdrawn_page_is_gone_at_once_in_every_language(demo, reader):
    for path in (PAGE, f"/gu{PAGE}"):
        reader.get(path)
    TopicPage.objects.get(slug="going-out").unpublish()

    assert [reader.get(path).status_code for path in (PAGE, f"/gu{PAGE}")] == [410, 410]
    assert not pages.memory.shelf.files.keys() & {
        Place("testserver", path).name for path in (PAGE, f"/gu{PAGE}")
    }


@pytest.fixture
def when_committed(db, monkeypatch, django_capture_on_commit_callbacks):
    """As it is for editors: a change moves the version when it is committed."""
    monkeypatch.setattr(version, "when_committed", partial(transaction.on_commit, robust=True))
    return django_capture_on_commit_callbacks


def test_many_changes_of_one_transaction_move_the_version_once(when_committed):
    before = read()
    with when_committed(execute=True), transaction.atomic():
        version.move()
        with transaction.atomic():
            version.move()
        assert read() == before  # Nobody waits for the row until the transaction ends.
    assert read().number == before.number + 1


def test_what_a_savepoint_took_back_does_not_stand_for_the_rest(when_committed):
    before = read()
    with when_committed(execute=True), transaction.atomic():
        with suppress(ValueError), transaction.atomic():
            version.move()
            raise ValueError
        version.move()
    assert read().number == before.number + 1


def test_what_is_taken_back_is_not_lost_among_other_changes(when_committed):
    with when_committed(execute=True), transaction.atomic():
        version.move()
        version.move(retract=True)
        version.move()
    assert read().retracted == read().number


def read():
    row = version._rows().filter(pk=version.ROW).values_list("number", "retracted").first()
    return Known(*(row or (0, 0)))


# Without a database ---------------------------------------------------------------


def test_a_page_that_was_read_is_there_without_a_database(demo, reader, lost):
    first = reader.get(PAGE)
    lost()

    again = reader.get(PAGE)
    assert (again.status_code, again.content) == (200, first.content)
    with time_machine.travel(time.time() + 3600):
        assert reader.get(PAGE).status_code == 200


def test_a_page_that_nobody_read_says_that_help_is_still_there(demo, reader, lost):
    lost()
    response = reader.get(f"/ur{PAGE}")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert 'lang="ur"' in response.content.decode()
    assert "999" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_without_a_database_the_directory_is_shown_whole(demo, reader, lost):
    everybody = reader.get("/help/services/").content
    lost()

    assert reader.get("/help/services/?need=abuse").content == everybody


def test_a_process_that_starts_without_a_database_has_what_others_kept(demo, reader, lost, monkeypatch):
    first = reader.get(PAGE)
    lost()
    start_anew(monkeypatch)

    assert reader.get(PAGE).content == first.content


def test_what_was_taken_back_is_not_shown_without_a_database_either(demo, reader, lost, monkeypatch):
    reader.get(PAGE)
    TopicPage.objects.get(slug="going-out").unpublish()
    reader.get("/")  # By now the process knows.
    lost()
    assert reader.get(PAGE).status_code == 503
    start_anew(monkeypatch)

    assert reader.get(PAGE).status_code == 503


def test_without_a_database_what_another_process_made_since_is_shown_and_stays(demo, reader, lost):
    reader.get(PAGE)
    mine = dict(pages.memory._kept)
    version.move(retract=True)
    first = reader.get(PAGE)
    pages.memory._kept = mine  # As though another process had rendered it.
    lost()

    assert reader.get(PAGE).content == first.content
    assert Place("testserver", PAGE).name in pages.memory.shelf.files


def test_a_note_that_cannot_be_read_takes_nothing_back(demo, reader, lost, monkeypatch):
    reader.get(PAGE)
    lost()
    pages.memory.shelf.put(pages.RETRACTED, b"spoilt")
    start_anew(monkeypatch)

    assert reader.get(PAGE).status_code == 200


def test_a_thread_that_knows_less_takes_nothing_from_one_that_knows_more(demo, reader, monkeypatch):
    reader.get(PAGE)
    before, place = version.watch.now(), Place("testserver", PAGE)
    version.move(retract=True)
    now = version.watch.now()
    put = pages.memory.shelf.put
    # While one thread notes what it knows, another with less does.
    monkeypatch.setattr(
        pages.memory.shelf, "put", lambda *a: put(*a) or setattr(pages.memory, "_retracted", before.retracted)
    )

    assert pages.memory.find(place, now) is None


def test_what_was_taken_back_has_home_and_help_rendered_again(demo, reader):
    reader.get(PAGE)
    assert not pages.memory.was_retracted.is_set()
    version.move(retract=True)
    reader.get(PAGE)

    assert pages.memory.was_retracted.is_set()


def start_anew(monkeypatch):
    monkeypatch.setattr(pages, "memory", Pages(pages.memory.shelf))
    monkeypatch.setattr(version, "watch", Watch())


def test_the_old_page_is_shown_where_it_cannot_be_rendered(demo, reader, monkeypatch):
    first = reader.get(PAGE)
    publish(TopicPage.objects.get(slug="going-out"))
    reader.raise_request_exception = False
    monkeypatch.setattr(TopicPage, "serve", lambda *_: 1 / 0)

    assert reader.get(PAGE).content == first.content


def test_home_and_help_are_rendered_at_the_start(demo, reader, settings, is_rendered):
    settings.BASE_URL = "http://testserver"
    store.warm(WSGIHandler().get_response)

    assert not any(is_rendered(path) for path in ("/", "/so/", "/help/", "/ur/help/", "/gu/help/services/"))


# Many at once ---------------------------------------------------------------------


def test_one_of_many_renders_and_the_others_wait_for_it():
    kept = Pages(pages.memory.shelf)
    place = Place("h", "/")
    with kept.rendering(place) as mine:
        with kept.rendering(place) as other:
            assert mine is None
            assert not other.is_set()
        with kept.rendering(Place("h", "/gu/")) as third:
            assert third is None
    assert other.is_set()
    with kept.rendering(place) as again:
        assert again is None


def a_page(size=1000, made_at=0.0):
    return Kept(1, made_at, "tag", {}, gzip.compress(bytes(range(256)) * (size // 256)), False, False)


def test_the_memory_is_bounded_in_pages_and_bytes(monkeypatch):
    monkeypatch.setattr(pages, "MOST_PAGES", 3)
    kept = Pages(pages.memory.shelf)
    for number in range(5):
        kept.keep(Place("h", f"/{number}/"), a_page())
    assert [Place("h", f"/{number}/") in kept for number in range(5)] == [False, False, True, True, True]

    monkeypatch.setattr(pages, "MOST_BYTES", 2 * len(a_page().packed))
    kept.keep(Place("h", "/4/"), a_page())
    assert [Place("h", f"/{number}/") in kept for number in range(5)] == [False, False, False, True, True]


# The shelf ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    return shelf.Folder(tmp_path / "pages")


def test_what_was_put_away_is_read_as_it_was(folder):
    page = a_page(made_at=5.0)
    folder.put("a", page.written)

    assert Kept.read(folder.get("a")) == page
    assert folder.get("b") is None
    folder.drop("a")
    folder.drop("a")
    assert folder.get("a") is None


@pytest.mark.parametrize("spoilt", [b"", b"\n", b"{}\nx", a_page().written[:-9], b"x" + a_page().written])
def test_half_a_page_is_no_page(spoilt):
    assert Kept.read(spoilt) is None


def test_a_folder_that_cannot_be_written_harms_nobody(tmp_path):
    (tmp_path / "pages").write_text("a file")
    blocked = shelf.Folder(tmp_path / "pages")

    blocked.put("a", b"1")
    assert blocked.get("a") is None
    blocked.drop("a")
    blocked.purge()


def test_what_nobody_reads_for_a_week_is_forgotten(folder, tmp_path, monkeypatch):
    for number in range(4):
        folder.put(str(number), b"1")
        os.utime(tmp_path / "pages" / str(number), (time.time(), time.time() - number * 3 * 86400))
    folder.purge()
    assert sorted(file.name for file in (tmp_path / "pages").iterdir()) == ["0", "1", "2"]

    monkeypatch.setattr(shelf, "MOST", 1)
    folder.purge()
    assert [file.name for file in (tmp_path / "pages").iterdir()] == ["0"]


def test_a_redis_that_is_away_harms_no_reader_and_is_left_alone_for_a_while(monkeypatch):
    asked = []
    monkeypatch.setattr(
        Redis, "execute_command", lambda self, *command, **_: asked.append(command) or refuse()
    )
    monkeypatch.setattr(shelf, "REST", 3600)
    away = shelf.Shared("redis://127.0.0.1:1/0", "site")

    away.put("a", b"1")
    assert away.get("a") is None
    away.drop("a")
    assert len(asked) == 1


def refuse():
    raise RedisConnectionError("Redis is away")


def test_a_redis_that_nobody_runs_harms_no_reader():
    assert shelf.Shared("redis://127.0.0.1:1/0", "site").get("a") is None


# The version ----------------------------------------------------------------------


class Stalled:
    """A database that answers when it is told to."""

    def __init__(self, monkeypatch):
        self.answers = threading.Event()
        self.asked = 0
        monkeypatch.setattr(version, "in_background", self._begin)
        monkeypatch.setattr(version, "_rows", self._rows)

    def _begin(self, work):
        self.thread = threading.Thread(target=work, daemon=True)
        self.thread.start()

    def _rows(self):
        self.asked += 1
        self.answers.wait(60)
        raise OperationalError


def test_a_database_that_stands_still_holds_up_a_reader_for_a_moment_and_the_next_not_at_all(monkeypatch):
    stalled = Stalled(monkeypatch)
    now, waits = [0.0], []
    watch = Watch(clock=lambda: now[0])
    wait = watch._is_read.wait
    monkeypatch.setattr(watch._is_read, "wait", lambda seconds: waits.append(seconds) or wait(seconds))
    watch.now()
    now[0] = version.BRIEFLY
    watch.now()

    assert waits == [version.BRIEFLY, 0]
    assert (watch.is_away, stalled.thread.is_alive()) == (True, True)  # It answers nobody yet.
    stalled.answers.set()
    stalled.thread.join()
    assert stalled.asked == 1
    assert watch.is_away


def test_the_version_is_read_once_a_second_at_most(db, django_assert_num_queries):
    now = [0.0]
    watch = Watch(clock=lambda: now[0])
    with django_assert_num_queries(1):
        watch.now()
        now[0] = 0.9
        watch.now()
    with django_assert_num_queries(1):
        now[0] = 1.1
        watch.now()


def test_a_process_that_can_begin_no_thread_reads_the_version_all_the_same(db, monkeypatch):
    def exhausted(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(version, "in_background", IN_BACKGROUND)
    monkeypatch.setattr(threading.Thread, "start", exhausted)
    version.move()
    watch = Watch()

    assert watch.now().number > 0
    assert not watch.is_away


def test_no_agent_makes_a_page_of_its_own(demo, is_rendered):
    is_rendered()

    assert not is_rendered(headers={"user-agent": "curl/8"})


def test_forms_pass_by(demo, reader):
    reader.post(PAGE)

    assert not pages.memory.shelf.files.keys() - {pages.RETRACTED}
