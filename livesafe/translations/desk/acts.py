"""What a person does to one pair of the editor. What they typed is kept before anything else, and lost in no outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from livesafe.languages import Language
from livesafe.translations import engine, review
from livesafe.translations.columns import Translated
from livesafe.translations.desk import writing
from livesafe.translations.desk.pair import Pair
from livesafe.translations.models import Comment, Translation, Unfinished
from livesafe.translations.review import By, Refused


@dataclass(frozen=True)
class Act:
    """One press of a button: where, by whom, and what the form said."""

    obj: Translated
    language: Language
    pair: Pair
    user: User
    form: QueryDict
    which: str = ""  # The number of what the button stands beside: a text, a reply, a comment.

    @property
    def by(self) -> By:
        return By(self.user)

    @property
    def place(self) -> review.Place:
        segment = self.pair.segment
        return review.place(self.obj, self.language, segment.path, segment.hash)

    @property
    def text(self) -> str:
        """The box, in the form of the memory."""
        return writing.stored(self.pair.segment, self.form.get("text", ""))

    @property
    def seen(self) -> str:
        return self.form.get("seen", "").replace("\r\n", "\n")

    @property
    def reason(self) -> str:
        return self.form.get("reason", "").strip()


def keep(act: Act) -> str:
    """Keep what is being typed. The memory is not touched, and readers see nothing of it."""
    lent = act.pair.lent.text if act.pair.lent else ""
    if act.text in {act.pair.text, act.seen or lent}:  # Nothing was typed, or it was taken back.
        _forget(act)
        return ""
    kept = {"text": act.form.get("text", ""), "seen": act.seen}
    Unfinished.objects.update_or_create(**_key(act), defaults=kept)
    return "Kept for you. Readers see it when it is saved."


def save(act: Act) -> str:
    review.write(act.place, act.text, act.by, seen=act.seen)
    _forget(act)
    return "Saved as a draft."


def save_over(act: Act) -> str:
    """Save over what somebody else stored, having seen it. Their text stays in the history."""
    review.write(act.place, act.text, act.by, seen=act.form.get("theirs", "").replace("\r\n", "\n"))
    _forget(act)
    return "Saved. The other text is in the history."


def discard(act: Act) -> str:
    _forget(act)
    return "Your unsaved words are thrown away."


def take(act: Act) -> str:
    """Put a text of the memory into the box, unsaved."""
    row = Translation.objects.filter(pk=_number(act.which), language=act.language.code).first()
    if row is None:
        raise Refused(["That text is no longer in the memory."])
    return _put(act, writing.shown(act.pair.segment, row.text))


def take_reply(act: Act) -> str:
    """Put the wording of a reviewer link's user into the box, unsaved."""
    reply = next((one for one in act.pair.replies if one.pk == _number(act.which)), None)
    if reply is None:
        raise Refused(["Somebody has answered that suggestion meanwhile."])
    return _put(act, reply.text)


def _put(act: Act, text: str) -> str:
    Unfinished.objects.update_or_create(**_key(act), defaults={"text": text, "seen": act.pair.seen})
    return "It is in the box. Read it, change what does not fit, then save."


def approve(act: Act) -> str:
    """Approve what is in the box, stored first where it is new: both, or readers keep what they have.

    A warning is overruled only by who has seen it.
    """
    place = act.place
    with transaction.atomic():
        if place.row is None or place.row.text != act.text:
            review.write(place, act.text, act.by, seen=act.seen)
        elif act.pair.is_unsafe and not act.form.get("unsafe"):
            raise Refused(
                ["Somebody has called it unsafe since you opened it. Read why before you approve it."]
            )
        review.approve(act.place, act.by, seen=act.text)
    _forget(act)
    _settle(act)
    return "Approved."


def send_back(act: Act) -> str:
    review.send_back(act.place, act.by, _given(act))
    return "Sent back, with your reason."


def unsafe(act: Act) -> str:
    review.mark_unsafe(act.place, act.by, _given(act))
    return "Taken back from readers. It waits for another text."


def release(act: Act) -> str:
    review.release(act.place, act.by)
    return "Released: readers see it as the page's policy allows."


def withhold(act: Act) -> str:
    review.withhold(act.place, act.by)
    return "Withheld: readers no longer see it."


def comment(act: Act) -> str:
    text = act.form.get("comment", "").strip()
    if not text:
        raise Refused(["Write your comment first."])
    review.comment(act.place, act.by, text)
    return "Your comment is there for everybody who works on this language."


def settle(act: Act) -> str:
    act.by.must(approve=False, language=act.language)
    _comments(act).filter(pk=_number(act.which)).update(settled_at=timezone.now())
    return "Settled."


def settle_reports(act: Act) -> str:
    act.by.must(approve=False, language=act.language)
    review.settle_reports(act.place)
    return "Settled. If readers say it again, it is shown again."


def back_translate(act: Act) -> str:
    """Ask a machine what the box says in English. Stored nowhere, and paid out of the month's characters."""
    text = writing.bare(act.pair.segment, act.text)
    if not text:
        raise Refused(["There is nothing to translate back yet."])
    if not engine.has_key() or act.language.deepl is None:
        raise Refused([f"No machine can translate {act.language.name} back here. Ask a person who reads it."])
    try:
        act.pair.back = engine.back_translate([text], act.language)[0]
    except engine.EngineError as error:
        spent = "This month's characters are spent. Ask a person who reads the language."
        raise Refused([spent if error.reason == "limit" else error.words]) from error
    return ""


# Acts that change what stands in the box; before any other, what stands there is kept.
CHANGE_THE_BOX = frozenset({"discard", "take", "take_reply"})
ACTS: dict[str, Callable[[Act], str]] = {
    "keep": keep,
    "save": save,
    "save_over": save_over,
    "discard": discard,
    "take": take,
    "take_reply": take_reply,
    "approve": approve,
    "send_back": send_back,
    "unsafe": unsafe,
    "release": release,
    "withhold": withhold,
    "comment": comment,
    "settle": settle,
    "settle_reports": settle_reports,
    "back": back_translate,
}


def do(act: Act, name: str) -> str:
    """Do what a button says; the words for its presser. Raises Conflict, Refused and Gone; what was typed is kept first."""
    kept = "" if name in CHANGE_THE_BOX else keep(act)
    return ACTS[name](act) if name != "keep" else kept


def keep_stray(obj: Translated, language: Language, user: User, form: QueryDict) -> None:
    """Keep words typed for an English that has changed meanwhile."""
    path, source_hash, text = form.get("path", ""), form.get("hash", ""), form.get("text", "").strip()
    if not text or not path or len(path) > 255 or len(source_hash) > 20:
        return
    Unfinished.objects.update_or_create(
        user=user,
        object_key=obj.object_key,
        language=language.code,
        path=path,
        source_hash=source_hash,
        defaults={"text": text, "seen": form.get("seen", "")},
    )


def _key(act: Act) -> dict[str, Any]:
    return {
        "user": act.user,
        "object_key": act.obj.object_key,
        "language": act.language.code,
        "path": act.pair.segment.path,
        "source_hash": act.pair.segment.hash,
    }


def _forget(act: Act) -> None:
    Unfinished.objects.filter(**_key(act)).delete()


def _comments(act: Act) -> QuerySet[Comment]:
    segment = act.pair.segment
    return Comment.objects.filter(
        object_key=act.obj.object_key,
        language=act.language.code,
        path=segment.path,
        source_hash=segment.hash,
        settled_at=None,
    )


def _settle(act: Act) -> None:
    """An approval answers what was sent back or said to be unsafe; a plain comment waits for its own answer."""
    _comments(act).exclude(why=Comment.Why.COMMENT).update(settled_at=timezone.now())


def _given(act: Act) -> str:
    if not act.reason:
        raise Refused(["Say why, so that the next person knows what to mend."])
    return act.reason


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
