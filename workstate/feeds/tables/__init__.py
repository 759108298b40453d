"""
What is said of each verb: an icon and a template, in English, translated when it is shown.

Places: `%(name)s` who acted, `%(subject)s` what it is about, `%(task)s %(project)s %(group)s %(user)s %(person)s %(member)s
%(report)s` what data names by id, each as the reader may see it; any other is a word or number of data under that name, told to
those who see the subject. A room that adds a verb adds its line to the table of its noun.
"""

from __future__ import annotations

from collections.abc import Mapping

from workstate.feeds.tables import accounts, reports, setup, time, work

WORDS: Mapping[str, tuple[str, str]] = {
    **accounts.WORDS,
    **setup.WORDS,
    **work.WORDS,
    **time.WORDS,
    **reports.WORDS,
}
MANY: Mapping[str, tuple[str, str]] = {**work.MANY, **time.MANY}
"""One and several, for verbs that count; `%(count)s` is the number."""
OF_GROUPS: Mapping[str, str] = work.OF_GROUPS
"""The template where the event speaks of a group in place of a person."""
