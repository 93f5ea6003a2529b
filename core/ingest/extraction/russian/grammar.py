"""The parts of the Russian grammar."""

from __future__ import annotations

from ingest.extraction.grammar import Grammar
from ingest.extraction.russian.acts import RussianActs
from ingest.extraction.russian.context_parties import RussianContext
from ingest.extraction.russian.people import people
from ingest.extraction.russian.plurals import Plurals
from ingest.extraction.russian.prose import Prose
from ingest.extraction.russian.titles import titles

GRAMMAR = Grammar(titles=titles, acts=RussianActs, prose=Prose, plurals=Plurals, context=RussianContext, people=people)
