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

# The other words that a person reviews in the translation desk: help, leaving, what a page says of its translation, and
# what it says of counting. They stand in headings, forms and attributes, so their draft is shown as it is.
CARE = (
    gettext_noop("Find someone to help"),
    gettext_noop("Everyone who can help"),
    gettext_noop("Who can help"),
    gettext_noop("Show who can help"),
    gettext_noop("What to expect"),
    gettext_noop("Not able to talk? There are other ways"),
    gettext_noop("Two ways on"),
    gettext_noop("Nothing fits all of that. Choose less, or see everyone."),
    gettext_noop("In danger now"),
    gettext_noop("Someone to talk to"),
    gettext_noop("Hurt or scared at home"),
    gettext_noop("Being used by others"),
    gettext_noop("Something online"),
    gettext_noop("Hurting yourself"),
    gettext_noop("How you feel"),
    gettext_noop("Alcohol and drugs"),
    gettext_noop("Something happened"),
    gettext_noop("Tell the police"),
    gettext_noop("Bullying and hate"),
    gettext_noop("Worried about a child"),
    gettext_noop("Running away"),
    gettext_noop("Phone"),
    gettext_noop("Text message"),
    gettext_noop("Chat"),
    gettext_noop("Website or form"),
    gettext_noop("British Sign Language"),
    gettext_noop("Sign language (BSL)"),
    gettext_noop("Text relay"),
    gettext_noop("Interpreter"),
    gettext_noop("If you ask for one"),
    gettext_noop("We don't know"),
    gettext_noop("Last checked"),
    gettext_noop("It may have changed since."),
    gettext_noop("You did not leave this site."),
    gettext_noop("Press Shift two more times to leave this site."),
    gettext_noop("Press Shift one more time to leave this site."),
    gettext_noop("Leaving takes you away fast. It does not clear your history."),
    gettext_noop("How to leave fewer traces"),
    gettext_noop("This page is not in your language yet. It is shown in English."),
    gettext_noop("Parts of this page are still in English."),
    gettext_noop(
        "Parts of this page are still in English. A machine translated the rest. No person has checked it yet."
    ),
    gettext_noop("A machine translated this page. No person has checked it yet."),
    gettext_noop("not checked"),
    gettext_noop("in English"),
    gettext_noop("still in English"),
    gettext_noop("Please try again in a minute. Help is still here."),
    gettext_noop("What it said is no longer right. Help is still here."),
    gettext_noop("The address may be wrong, or the page has moved. Help is still here."),
    gettext_noop("You can stop at any time. Nobody sees what you choose."),
    gettext_noop("Privacy for young people"),
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
