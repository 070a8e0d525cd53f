"""Words of the interface that no template of ours holds, for the catalogues.

Django has them in some of our languages only, and a catalogue of ours must be complete.
"""

from django.utils.translation import gettext_noop

# What templates ask for by `safe_word`: under the policy "both" until a person approved them.
SAFETY = (
    gettext_noop("Get help"),
    gettext_noop("I need help"),
    gettext_noop("Leave this site"),
    gettext_noop("In danger now?"),
    gettext_noop("Call"),
    gettext_noop("Text"),
    gettext_noop("Chat online"),
    gettext_noop("Open now"),
    gettext_noop("Closed now"),
    gettext_noop("Who they tell"),
    gettext_noop("You can say"),
)

# How Django writes a date.
MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
