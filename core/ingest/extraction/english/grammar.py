"""The parts of the English grammar."""

from __future__ import annotations

from ingest.extraction.english.acts import EnglishActs
from ingest.extraction.english.context_parties import EnglishContext
from ingest.extraction.english.people import people
from ingest.extraction.english.prose import Prose
from ingest.extraction.english.shared_heads import SharedHeads
from ingest.extraction.english.titles import titles
from ingest.extraction.grammar import Grammar

GRAMMAR = Grammar(
    titles=titles, acts=EnglishActs, prose=Prose, plurals=SharedHeads, context=EnglishContext, people=people
)
