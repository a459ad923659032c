"""Engines: the package's readers give Stanza's own sentences; a package of another shape is read by Stanza."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from attribution.annotating.checkpoints import Checkpoint, UnknownShapeError, Vocabulary, model_path, simplify  # noqa: E402
from attribution.annotating.engines import FastEngine, StanzaEngine, load_engine  # noqa: E402
from attribution.annotating.models import ModelPackage, find_models  # noqa: E402
from attribution.annotating.parsing import Parser  # noqa: E402
from attribution.errors import ModelMismatchError  # noqa: E402

PIECES = (
    "“We had no choice,” Thandiwe Nkosi, who runs the shelter, told the board on Tuesday. “None!!” she added.",
    "According to Mr. Oyelaran-Smith, prices rose 4.5 percent; write to desk@example.org or see www.example.org/a?b=1.",
    "Go",
    "The Al-Haq group (Ramallah) didn't reply ... Siobhán Ní Bhriain's lawyers said: \"Nothing to add\"",
    "unbelievablewordsnobodywrites zxqvtions flurbled the grombly snarks 10 000 times — or so said Ürgüplü’s aunts",
    "?!? " + "he came, she went, they stayed and nobody in Kano minded; " * 30,
    "-- Wei",
)


@pytest.fixture(scope="module")
def fast():
    return FastEngine(find_models("news-en"), kind=torch.float32)


@pytest.mark.model
def test_the_readers_are_exact(fast):
    theirs = list(StanzaEngine(find_models("news-en")).read(PIECES))
    assert list(fast.read(PIECES)) == theirs
    assert {sentence.piece for sentence in theirs} == set(range(len(PIECES)))


@pytest.mark.model
def test_what_is_read_together_changes_nothing(fast):
    together = list(fast.read(PIECES))
    alone = [sentence for piece in PIECES for sentence in fast.read([piece])]
    assert [(s.lemmas, s.upos, s.xpos, s.heads, s.relations, s.names) for s in together] == [
        (s.lemmas, s.upos, s.xpos, s.heads, s.relations, s.names) for s in alone
    ]


@pytest.mark.model
def test_bfloat16_changes_few_words(fast):
    half = FastEngine(find_models("news-en"), kind=torch.bfloat16)
    exact, cheap = list(fast.read(PIECES)), list(half.read(PIECES))
    assert [s.starts for s in cheap] == [s.starts for s in exact]
    for column in ("upos", "heads", "relations"):
        words = [
            one == two
            for a, b in zip(exact, cheap, strict=True)
            for one, two in zip(getattr(a, column), getattr(b, column), strict=True)
        ]
        assert sum(words) >= 0.97 * len(words), column


@pytest.mark.model
def test_relations_are_scored_for_arcs_and_not_for_pairs(fast, monkeypatch):
    scored = []
    label = Parser._label
    monkeypatch.setattr(Parser, "_label", lambda *given: scored.append(len(given[1])) or label(*given))
    sentences = list(fast.read(PIECES))
    assert sum(scored) == sum(len(sentence.heads) + 1 for sentence in sentences)


@pytest.mark.model
def test_a_form_is_read_once(fast, monkeypatch):
    read = []
    characters = fast.tagger._input._characters
    of = type(characters).of
    monkeypatch.setattr(type(characters), "of", lambda self, words: read.append(len(words)) or of(self, words))
    list(fast.read(["Snallygaster met snallygaster and Snallygaster."]))
    first = sum(read)
    list(fast.read(["Snallygaster met snallygaster and Snallygaster."]))
    assert 0 < first == sum(read)


@pytest.mark.model
def test_the_memory_of_lemmas_is_bounded(fast, monkeypatch):
    monkeypatch.setattr("attribution.annotating.lemmas.REMEMBERED", 3)
    lemmas = [fast.lemmatizer.lemmatize([(f"grombl{end}ing", "VERB")])[0] for end in "abcdefgh"]
    assert len(fast.lemmatizer._found) <= 3
    monkeypatch.undo()
    assert fast.lemmatizer.lemmatize([(f"grombl{end}ing", "VERB") for end in "abcdefgh"]) == lemmas


@pytest.mark.model
def test_another_shape_is_known_as_such():
    checkpoint = Checkpoint(model_path(find_models("news-en"), "pos"))
    checkpoint.demand(bert_model=None, num_layers=checkpoint.config["num_layers"])
    with pytest.raises(UnknownShapeError, match="hidden_dim is"):
        checkpoint.demand(hidden_dim=1)
    with pytest.raises(UnknownShapeError, match="no weight charlm"):
        checkpoint.weight("charlm")
    with pytest.raises(UnknownShapeError, match="unread weights"):
        checkpoint.finish()


@pytest.mark.model
def test_stanza_reads_what_is_of_another_shape(monkeypatch):
    def refuse(_self: object, _package: object) -> None:
        raise UnknownShapeError("made otherwise")

    monkeypatch.setattr(FastEngine, "__init__", refuse)
    assert isinstance(load_engine(find_models("news-en")), StanzaEngine)


def test_a_file_that_is_no_model(tmp_path):
    (tmp_path / "resources.json").write_text('{"en": {"packages": {"x": {"tokenize": "x"}}}}')
    (tmp_path / "en" / "tokenize").mkdir(parents=True)
    (tmp_path / "en" / "tokenize" / "x.pt").write_bytes(b"no weights")
    manifest = {"package": "x", "processors": ["tokenize", "pos", "lemma", "depparse", "ner"]}
    with pytest.raises(ModelMismatchError, match='model "broken" 0 cannot be loaded'):
        load_engine(ModelPackage("broken", "0", tmp_path, manifest))


def test_units_have_numbers():
    state = {"_unit2id": {"<UNK>": 1, "<EMPTY>": 2, "go": 4}, "_id2unit": ["a", "b", "c", "d", "go"], "lower": True}
    vocabulary = Vocabulary(state | {"ignore": ["_"]})
    assert [vocabulary.number(unit) for unit in ("Go", "went", "_")] == [4, 1, 2]
    assert vocabulary.shown() == ("a", "b", "_", "d", "go")
    with pytest.raises(UnknownShapeError):
        Vocabulary({"_unit2id": {}, "_id2unit": {"feats": []}})


@pytest.mark.parametrize(("word", "read"), [("??!", "?"), ("!?!", "!"), ("?", "?"), ("!a", "!a"), ("why", "why")])
def test_marks_are_read_as_one(word, read):
    assert simplify(word) == read
