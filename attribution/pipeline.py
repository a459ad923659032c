"""The whole way from a text to an `Analysis`: the one place that calls the stages, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from attribution.annotating.annotate import Annotator, no_collection
from attribution.annotating.models import find_models
from attribution.auditing.audit import measure_sourcing
from attribution.auditing.house import load_house_rules
from attribution.auditing.profiles import Profile, load_profile
from attribution.auditing.rules import check_house_rules, check_sourcing
from attribution.auditing.story import Story
from attribution.errors import AttributionError, ReadError
from attribution.model import Analysis, Annotated, Article
from attribution.quoting.marks import find_regions
from attribution.quoting.quotes import find_quotes
from attribution.quoting.tagger import load_tagger
from attribution.reading.read import read_file, read_path, read_text
from attribution.sourcing.confidence import add_confidence
from attribution.sourcing.knowledge import Knowledge, apply_knowledge, load_knowledge
from attribution.sourcing.resolve import resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article of a batch: its analysis, or the error that it ended in."""

    name: str
    analysis: Analysis | None = None
    error: AttributionError | None = None


class Analyzer:
    """Analyses articles with models that are loaded once, at the first article.

    Args:
        models: the name of a model package or its folder; None takes the package's own.
        taxonomy: a file of roles and role groups that replaces the package's own, or the name of an installed one.
        profile: the name or file of the profile of sourcing rules.
        learned: whether the learned parts of finding quotes are used; without them rules and word lists decide alone.
        sources: a file of what the editor knows of sources (`attribution.sourcing.knowledge`), joined by name to what
            the article says. Rule R10 still asks whether the article tells who its speakers are.

    Raises:
        ModelError, LexiconError, ProfileError, KnowledgeError: what a file or name given here has wrong.

    Not safe to share between threads.
    """

    def __init__(
        self,
        models: str | None = None,
        *,
        taxonomy: Path | str | None = None,
        profile: str = "default",
        learned: bool = True,
        sources: Path | str | None = None,
    ) -> None:
        self._package = find_models(models)
        self._taxonomy = load_taxonomy(Path(taxonomy) if taxonomy is not None else None)
        self.profile = load_profile(profile)
        self._learned = learned
        self._knowledge = load_knowledge(Path(sources)) if sources is not None else Knowledge({})
        self._unused = dict.fromkeys(source.name for source in self._knowledge.sources)
        self._problems = dict.fromkeys(load_house_rules().problems)

    @cached_property
    def annotator(self) -> Annotator:
        """The models, loaded when first asked for; raises `ModelError` where they cannot be.

        The reader of cues is loaded with them, so that its files missing is one error and not one an article.
        """
        if self._learned:
            load_tagger()
        return Annotator(self._package)

    @property
    def extra_columns(self) -> tuple[str, ...]:
        """The further columns of the editor's list, which sources can have as `Source.extra`."""
        return self._knowledge.columns

    @property
    def plugin_problems(self) -> tuple[str, ...]:
        """A line for each rule of another package that cannot be used, or failed in an article so far."""
        return tuple(self._problems)

    @property
    def unused_sources(self) -> tuple[str, ...]:
        """The names in the editor's list, in its order, that were given to no source of any article so far."""
        return tuple(self._unused)

    def analyze(self, text_or_path: str | Path | Article, *, markdown: bool = False) -> Analysis:
        """Return what the article says about who says what.

        Args:
            text_or_path: a `pathlib.Path` is a file to read, of any format in docs/formats.md; a string is always
                text, whatever it looks like; an article that `attribution.read_articles` made is taken as it is.
            markdown: whether a string is Markdown; a file tells by its suffix.

        Raises:
            ReadError: there is no English text in it, the file cannot be read, or it holds several articles.
            ModelError: the models cannot be loaded.
        """
        if isinstance(text_or_path, Article):
            article = text_or_path
        elif isinstance(text_or_path, Path):
            article = read_file(text_or_path)
        else:
            article = read_text(text_or_path, markdown=markdown)
        return self.analyze_annotated(self.annotator.annotate(article))

    @no_collection()
    def analyze_annotated(self, annotated: Annotated) -> Analysis:
        """Return the analysis of an article that is annotated already; loads no models."""
        article = annotated.article
        marks = find_regions(article)
        found = find_quotes(annotated, marks, learned=self._learned)
        resolved = resolve_speakers(annotated, marks, found.quotes, found.no_comment, taxonomy=self._taxonomy)
        applied = apply_knowledge(resolved.sources, self._knowledge)
        who = (add_confidence(resolved.quotes), applied.sources, resolved.no_comment)
        warnings = (*article.notes, *marks.warnings, *applied.warnings)
        self._unused = {name: None for name in applied.unused if name in self._unused}
        judged = judge(Analysis(article, annotated.models, *who, warnings=warnings), profile=self.profile)
        self._problems |= dict.fromkeys(line for line in judged.warnings if line not in warnings)
        return judged

    def analyze_many(self, articles: Iterable[str | Path | Article], *, batch: int = 1) -> Iterator[Outcome]:
        """Yield an outcome for each article, in order; a bad article does not end the batch.

        A file that holds several articles gives an outcome for each of them.

        Args:
            articles: what `analyze` takes.
            batch: how many are annotated together, which is faster where they are short; outcomes come as many at a
                time, and as soon as each is there for 1.

        Raises:
            ModelError: before the first article, since no article could be analysed without models.
        """
        self.annotator  # noqa: B018 - loads the models now, so that missing ones are one error and not one an article
        return self._outcomes(articles, batch)

    def _outcomes(self, articles: Iterable[str | Path | Article], batch: int) -> Iterator[Outcome]:
        items = (item for number, given in enumerate(articles, 1) for item in _items(given, number))
        while held := list(islice(items, batch)):
            together = self._annotate_together([article for _, article in held]) if batch > 1 else {}
            for index, (name, article) in enumerate(held):
                if isinstance(article, ReadError):
                    yield Outcome(name, error=article)
                    continue
                try:
                    annotated = together.get(index)
                    analysis = self.analyze(article) if annotated is None else self.analyze_annotated(annotated)
                except AttributionError as error:
                    yield Outcome(name, error=error)
                except Exception as error:  # noqa: BLE001 - a fault of ours in one article must not lose the others
                    fault = AttributionError(f"{name}: {type(error).__name__}: {error}; this is a fault of the program")
                    fault.__cause__ = error
                    yield Outcome(name, error=fault)
                else:
                    yield Outcome(name, analysis)

    def _annotate_together(self, items: Sequence[str | Article | ReadError]) -> dict[int, Annotated]:
        """Return the annotated articles by their index; none where one of them fails, so that each is done alone."""
        places = [index for index, item in enumerate(items) if isinstance(item, Article)]
        try:
            done = self.annotator.annotate_many([item for item in items if isinstance(item, Article)])
        except Exception:  # noqa: BLE001 - done alone, the article at fault says what it is
            return {}
        return dict(zip(places, done, strict=True))


def analyze(  # noqa: PLR0913 - the options of `Analyzer`, each by its name
    text_or_path: str | Path | Article,
    *,
    models: str | None = None,
    taxonomy: Path | str | None = None,
    profile: str = "default",
    learned: bool = True,
    sources: Path | str | None = None,
    markdown: bool = False,
) -> Analysis:
    """Return the analysis of one article; for several make an `Analyzer`, which loads the models once.

    The arguments are those of `Analyzer` and `Analyzer.analyze`.
    """
    analyzer = Analyzer(models, taxonomy=taxonomy, profile=profile, learned=learned, sources=sources)
    return analyzer.analyze(text_or_path, markdown=markdown)


def judge(analysis: Analysis, *, profile: Profile) -> Analysis:
    """Return the analysis with the measures and findings that its quotes and sources call for.

    A rule of another package that fails is one of the warnings.
    """
    who = (analysis.quotes, analysis.sources, analysis.no_comment)
    audit = measure_sourcing(analysis.article, *who)
    findings = check_sourcing(analysis.article, *who, audit, profile=profile)
    house = check_house_rules(Story.of(analysis.article, *who, audit), profile=profile)
    if house.findings:
        findings = tuple(sorted((*findings, *house.findings), key=lambda finding: finding.span.start))
    warnings = tuple(dict.fromkeys((*analysis.warnings, *house.problems)))
    return replace(analysis, audit=audit, findings=findings, warnings=warnings)


def _items(given: str | Path | Article, number: int) -> Iterator[tuple[str, str | Article | ReadError]]:
    """Yield the name and the article, or its error, for what was given: a file can hold several."""
    if isinstance(given, str):
        yield f"text {number}", given
    elif isinstance(given, Article):
        yield given.name, given
    else:
        try:
            for item in read_path(given):
                yield item.name if isinstance(item, Article) else str(given), item
        except ReadError as error:
            yield str(given), error
