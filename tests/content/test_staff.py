import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from livesafe.content import clock, groups
from livesafe.content.models import Tick, TopicPage
from livesafe.content.support import SupportService

PASSWORD = "a long enough password"


@pytest.fixture
def member(demo):
    """A function that logs in a new member of a group."""

    def member(group):
        user = User.objects.create_user(group.replace(" ", "-"), password=PASSWORD)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return member


def publish_form(page):
    return f"/admin/pages/{page.pk}/edit/"


def test_an_editor_may_write_and_not_publish(member):
    page = TopicPage.objects.get(slug="going-out")
    client = member(groups.EDITORS)
    user = User.objects.get(username=groups.EDITORS)

    assert client.get(publish_form(page)).status_code == 200
    assert page.permissions_for_user(user).can_edit()
    assert not page.permissions_for_user(user).can_publish()


def test_a_publisher_may_publish(member):
    member(groups.PUBLISHERS)
    page = TopicPage.objects.get(slug="going-out")

    assert page.permissions_for_user(User.objects.get(username=groups.PUBLISHERS)).can_publish()


def test_an_editor_sees_services_and_a_publisher_changes_them(member):
    address = f"/admin/snippets/content/supportservice/edit/{SupportService.objects.all()[0].pk}/"

    assert member(groups.EDITORS).get(address).status_code == 302
    assert member(groups.PUBLISHERS).get(address).status_code == 200


def test_advice_without_its_first_lines_stays_a_draft(demo, rf):
    page = TopicPage.objects.get(slug="going-out")
    assert page.gaps == []

    page.body_en = []

    assert page.gaps == ["Begin with a short version.", "Say what to do now."]


@pytest.mark.parametrize("below", [False, True])
def test_many_pages_at_once_are_not_published_where_one_lacks_its_first_lines(member, below):
    page = TopicPage.objects.get(slug="going-out")
    page.unpublish()
    page.body_en = []
    page.save_revision()
    chosen = page.get_parent() if below else page
    form = {"include_descendants": "on"} if below else {}

    answer = member(groups.PUBLISHERS).post(
        f"/admin/bulk/wagtailcore/page/publish/?id={chosen.pk}", form, follow=True
    )

    assert "Begin with a short version." in answer.content.decode()
    assert not TopicPage.objects.get(pk=page.pk).live


def test_an_analyst_reads_the_report_and_changes_no_page(member):
    client = member(groups.ANALYSTS)
    page = TopicPage.objects.get(slug="going-out")

    assert client.get("/admin/reports/reach/").status_code == 200
    assert client.get(publish_form(page)).status_code == 302
    assert client.get("/admin/snippets/content/supportservice/").status_code == 302


def test_who_may_give_the_report_to_others_reads_it(member):
    page = member(groups.PUBLISHERS).get("/admin/reports/reach/")

    assert page.status_code == 200
    assert "Share a link" in page.content.decode()


def test_an_editor_does_not_read_the_report(member):
    assert member(groups.EDITORS).get("/admin/reports/reach/").status_code == 302


def test_setting_up_groups_again_takes_away_what_somebody_added(demo):
    group = Group.objects.get(name=groups.EDITORS)
    group.permissions.add(groups.permission("content.delete_supportservice"))

    groups.set_up()

    assert not group.permissions.filter(codename="delete_supportservice").exists()


def test_guessing_a_password_is_stopped_after_five_tries(demo):
    User.objects.create_superuser("somebody", password=PASSWORD)
    client = Client()
    for _ in range(5):
        client.post("/admin/login/", {"username": "somebody", "password": "wrong"})

    response = client.post("/admin/login/", {"username": "somebody", "password": PASSWORD})

    assert response.status_code == 429
    assert "_auth_user_id" not in client.session


def test_every_kind_of_block_has_a_preview_and_a_description(demo, admin_client):
    for name, block in TopicPage.objects.first().body_en.stream_block.child_blocks.items():
        assert block.is_previewable, name
        assert block.meta.description, name
        shown = admin_client.get(f"/admin/block-preview/?id={block.definition_prefix}").content.decode()
        assert 'class="page-body"' in shown, name


def test_the_editors_form_shows_english_alone_and_the_reading_age(demo, admin_client):
    form = admin_client.get(publish_form(TopicPage.objects.get(slug="going-out"))).content.decode()

    assert 'name="headline_en"' in form
    assert "headline_gu" not in form
    assert "Reading age" in form


def test_the_admin_is_english_whatever_the_browser_asks_for(demo, admin_client):
    page = admin_client.get("/admin/", headers={"accept-language": "pl"}).content.decode()

    assert 'lang="en"' in page


def test_scheduled_pages_go_live_by_the_clock(demo):
    page = TopicPage.objects.get(slug="going-out")
    page.unpublish()
    page.go_live_at = timezone.now() - timezone.timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)

    call_command("tick")

    assert Page.objects.get(pk=page.pk).live
    assert Tick.objects.get().ran_at


def test_a_chore_that_fails_stops_no_other_and_is_told(demo, settings, caplog):
    settings.CHORES = ["livesafe.content.clock.no_such_chore", "livesafe.content.clock.purge"]

    with pytest.raises(CommandError, match="no_such_chore"):
        call_command("tick")

    assert Tick.objects.exists()


def test_staff_see_when_the_clock_is_late(demo, admin_client):
    Tick.objects.all().delete()
    assert b"Scheduled publishing and reminders are late" in admin_client.get("/admin/").content

    clock.tick()
    assert b"Scheduled publishing and reminders are late" not in admin_client.get("/admin/").content
