"""What staff press in the admin's own forms."""

from wagtail.test.utils.form_data import querydict_from_html


def typed(desk, address, form_id="page-edit-form"):
    """A form of the admin as its page shows it, ready to be sent back."""
    form = querydict_from_html(desk.get(address).content.decode(), form_id=form_id)
    return {name: values if len(values) > 1 else values[0] for name, values in form.lists() if values}


def press(desk, page, button, **changes):
    """Press a button in the editor of a page without blocks."""
    address = f"/admin/pages/{page.pk}/edit/"
    return desk.post(address, typed(desk, address) | {"body_en-count": "0"} | changes | {button: button})


def publish(desk, page, **changes):
    return press(desk, page, "action-publish", **changes)
