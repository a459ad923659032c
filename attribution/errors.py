"""The exceptions this package raises on purpose.

    AttributionError
    ├── ReadError            a file or text that cannot be read as an article
    │   ├── EmptyArticleError
    │   ├── BinaryFileError
    │   ├── EncodingError
    │   ├── FormatError
    │   └── LanguageError
    ├── ModelError           the language models
    │   ├── ModelMissingError
    │   └── ModelMismatchError
    ├── LexiconError         a word list or taxonomy that does not validate
    ├── KnowledgeError       an editor's list of sources that cannot be read or does not validate
    ├── GoldError            annotations to score against that cannot be read or do not fit their text
    ├── CorrectionError      a file of an editor's corrections that cannot be read or does not validate
    ├── SilenceError         a file of silenced findings that does not validate
    ├── ProfileError         a profile of sourcing rules that is missing or does not validate
    ├── OutputError          a result that cannot be written
    ├── CorpusError          a corpus that cannot be read, or not analysed as asked
    │   └── StoreError       its store: missing, not one, in use, or no room for it
    ├── ServiceError         the service cannot be started as asked
    └── SchemaError          JSON that is not an analysis, or does not fit its text

Messages name what, where and what to do, in one line; the command prints them as they are.
"""

from __future__ import annotations


class AttributionError(Exception):
    """Root of every exception that this package raises on purpose."""


class ReadError(AttributionError):
    """A file or text cannot be read as an article."""


class EmptyArticleError(ReadError):
    """There is no text in it."""


class BinaryFileError(ReadError):
    """It is not a text file."""


class EncodingError(ReadError):
    """Its bytes are in no encoding that can be told for certain."""


class FormatError(ReadError):
    """It is in a format that is known, and broken, beyond a limit or without an article."""


class LanguageError(ReadError):
    """It is not English."""


class ModelError(AttributionError):
    """The language models cannot be used."""


class ModelMissingError(ModelError):
    """A model package, or a file of it, is not where it should be."""


class ModelMismatchError(ModelError):
    """A model package does not fit its manifest or the installed Stanza."""


class LexiconError(AttributionError):
    """A word list or taxonomy does not validate."""


class KnowledgeError(AttributionError):
    """An editor's list of sources cannot be read or does not validate."""


class GoldError(AttributionError):
    """Annotations to score against cannot be read or do not fit their text."""


class CorrectionError(AttributionError):
    """A file of an editor's corrections cannot be read or does not validate."""


class SilenceError(AttributionError):
    """A file of silenced findings cannot be read or does not validate."""


class ProfileError(AttributionError):
    """A profile of sourcing rules is missing or does not validate."""


class SchemaError(AttributionError):
    """JSON is not an analysis of a schema known here, or does not fit its text."""


class OutputError(AttributionError):
    """A result cannot be written where it should go."""


class CorpusError(AttributionError):
    """A corpus cannot be read, or cannot be analysed in the way asked for."""


class StoreError(CorpusError):
    """The store of a corpus is missing, is none, is in use, or cannot be written."""


class ServiceError(AttributionError):
    """The service cannot be started as asked."""
