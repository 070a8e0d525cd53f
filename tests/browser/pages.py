"""One address for each kind of page in the demo content."""

LANGUAGES = ["en", "gu", "ur"]
PAGES = {
    "home": "/",
    "audience": "/young-people/",
    "topic": "/young-people/knife-crime/",
    "sensitive": "/young-people/hard-feelings/",
    "resource": "/professionals/refer-now/",
    "help": "/help/",
    "directory": "/help/services/",
    "choice": "/dont-count/",
    "plain": "/about/privacy/",
    "campaigns": "/campaigns/",
    "campaign": "/campaigns/make-a-stand/",
}
MISSING = "/no-such-page/"
