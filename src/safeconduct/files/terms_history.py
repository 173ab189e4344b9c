"""The versions of the texts: which numbers there are, what a newer version leaves out, which text takes the place of which."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

from safeconduct.files.noted import Noted, nearest
from safeconduct.model.notice import Where
from safeconduct.model.terms import Term, TermsText

ALIKE_SHARE = 0.92
"""Share of letters in common from which two names of parties are taken for one misspelled."""


def check_history(texts: tuple[TermsText, ...], noted: Noted) -> None:
    """Note what does not go together in several versions and texts.

    Errors: two versions of one number, versions by different parties, texts that take each other's place in a circle. Warnings:
    a number that is missing, a paper older than the version before, a required clause that the newer version has no more, a
    text that takes the place of an unknown one, a party that may be another one misspelled.
    """
    by_reference: dict[str, list[TermsText]] = {}
    for text in texts:
        by_reference.setdefault(text.reference, []).append(text)
    for reference, versions in by_reference.items():
        if reference:
            _check_versions(sorted(versions, key=lambda one: one.version), tuple(by_reference), noted)
    newest = {reference: max(versions, key=lambda one: one.version) for reference, versions in by_reference.items()}
    for text in newest.values():
        for reference in text.replaces:
            if reference not in newest:
                near = nearest(reference, newest)
                said = f'Did you mean "{near}"?' if near else "Check how it is written."
                noted.add("text-replaces-unknown", Where(text.file, column="replaces"), reference=reference, hint=said)
    _check_parties(texts, noted)
    for circle in _circles(newest):
        noted.add("text-replaces-circle", Where(newest[circle[0]].file, column="replaces"), texts=", ".join(circle))


def _check_parties(texts: tuple[TermsText, ...], noted: Noted) -> None:
    """Note names of parties so alike that one may be the other misspelled: it would count as a party that never accepts."""
    named = [(text.party, text) for text in texts if text.party]
    named += [(answer.party, text) for text in texts for term in text.terms for answer in term.answers]
    first: dict[str, TermsText] = {}
    for party, text in named:
        if party in first:
            continue
        like = next((one for one in first if _alike(one, party)), "")
        if like:
            noted.add("text-party-alike", Where(text.file), party=party, first=like, file=first[like].file)
        first[party] = text


def _alike(one: str, other: str) -> bool:
    """Tell whether two names differ in a slip of the pen only; letters and numbers that stand alone tell parties apart."""
    words = [[re.sub(r"\W", "", word) for word in name.casefold().split()] for name in (one, other)]
    singles = [{word for word in name if len(word) == 1} for name in words]
    plain = ["".join(name) for name in words]
    return singles[0] == singles[1] and (plain[0] == plain[1] or SequenceMatcher(None, plain[0], plain[1]).ratio() >= ALIKE_SHARE)


def _check_versions(versions: list[TermsText], known: tuple[str, ...], noted: Noted) -> None:
    first = versions[0]
    if first.version > 1:
        near = nearest(first.reference, [one for one in known if one not in {first.reference, ""}])
        said = f'Is it a version of "{near}"?' if near else ""
        noted.add("text-version-gap", _where(first), version=first.version, missing=first.version - 1, hint=said)
    for before, after in pairwise(versions):
        if after.version == before.version:
            noted.add("text-version-twice", _where(after), reference=after.reference, version=after.version, first=before.file)
            continue
        if after.version > before.version + 1:
            noted.add("text-version-gap", _where(after), version=after.version, missing=before.version + 1, hint="")
        if after.party != before.party:
            noted.add("text-party-differs", _where(after), party=after.party or "no party", first=before.party or "no party")
        if after.dated is not None and before.dated is not None and after.dated < before.dated:
            noted.add("text-dated-order", _where(after), version=after.version, first=before.file)
        for clause in _dropped(before, after):
            noted.add("text-clause-dropped", _where(after), clause=clause.id, first=before.file)


def _where(text: TermsText) -> Where:
    return Where(text.file, column="version")


def _dropped(before: TermsText, after: TermsText) -> list[Term]:
    """Return the required clauses of the older version that the newer has neither by id nor by kind and label."""
    ids = {one.id.lower() for one in after.terms}
    kinds = {(one.kind, one.label.lower()) for one in after.terms if one.kind}
    return [
        one for one in before.terms if one.required and one.id.lower() not in ids and (one.kind, one.label.lower()) not in kinds
    ]


def _circles(newest: dict[str, TermsText]) -> list[tuple[str, ...]]:
    """Return each circle of texts that take one another's place, by the reference that comes first: none of them would hold."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in newest:
        paths: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        while paths:
            path = paths.pop()
            for after in newest[path[-1]].replaces:
                if after == start and len(path) > 1:
                    found.setdefault(frozenset(path), path)
                elif after in newest and after not in seen:
                    seen.add(after)
                    paths.append((*path, after))
    return list(found.values())
