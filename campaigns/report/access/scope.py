"""What a token may ask: its campaigns, its audience and its days are put into the question itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from campaigns.models import ReachToken
from campaigns.report.query import FILTERS, Audience, Dimension, Query


class OutsideScopeError(Exception):
    """A token asks what it may not see. The words are for its owner, and say nothing of what there is."""


def within(token: ReachToken, asked: Mapping[str, Sequence[str]]) -> Query:
    """The question of a token, narrowed to its scope.

    Raises ValueError for what makes no sense, OutsideScopeError for what it may not ask. What isn't asked for is not
    refused: without a campaign it is about those of the scope.
    """
    query = Query.parse(asked, audience=_audience(token, asked))
    if token.first and query.period.first < token.first:
        raise OutsideScopeError(f"This token sees figures from {token.first} on. Ask for a later period.")
    return replace(narrowed(query, token.campaigns), since=token.first)


def narrowed(query: Query, campaigns: Iterable[str]) -> Query:
    """The question about these campaigns alone; raises OutsideScopeError where it names another. None: all."""
    if not (allowed := set(campaigns)):
        return query
    asked = query.values.get(Dimension.CAMPAIGN, ())
    if not allowed.issuperset(asked):
        raise OutsideScopeError("This token doesn't open one of the campaigns that you name.")
    filters = dict(query.only) | {Dimension.CAMPAIGN: asked or tuple(sorted(allowed))}
    # In the order that `parse` gives them, so that equal questions stay equal.
    return replace(query, only=tuple((name, filters[name]) for name in FILTERS if name in filters))


def _audience(token: ReachToken, asked: Mapping[str, Sequence[str]]) -> Audience:
    """The token's, or the narrower one that is asked for."""
    own = Audience(token.audience)
    said = [value for value in asked.get("audience", ()) if value.strip()]
    wanted = Query.parse({"audience": said}).audience if said else own
    if own is Audience.OUTSIDE and wanted is Audience.VRN:
        raise OutsideScopeError("This token sees the figures that are for outside the VRN.")
    return wanted
