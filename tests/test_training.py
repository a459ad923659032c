"""The recipe's conversions on hand-made snippets; no training, no corpus."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path

import pytest
import torch

from attribution.annotating.models import EMBEDDED
from attribution.model import Annotated, Article, Entity, ModelInfo, Paragraph, Sentence, Token
from attribution.spans import Span
from training.average import average
from training.card import render_card
from training.convert import (
    Sent,
    Word,
    ner_json,
    read_brackets,
    read_columns,
    read_conllu,
    split_surface,
    to_bio,
    tokenizer_labels,
    write_conllu,
)
from training.entities import EWT_NAMES, MASC_NAMES, read_gum_names, read_labelled_names
from training.evaluate import f1, is_subject, read_speakers, score_treebank, tagged_spans, treebank
from training.make import STAGES, commands
from training.package import TABLES, resources, shrink
from training.prepare import is_tagged_statement, paragraphs, restyle_tagged, tagged_attribution
from training.retag import retag
from training.speech import (
    Speakers,
    attribute,
    content_nodes,
    is_statement,
    load_names,
    load_phrases,
    name_nodes,
    phrase_nodes,
    to_sent,
)
from training.swap import NO_NAME, Deck, load_known_names, person_spans, pool_names, restyle, swap_names, swap_tagged
from training.widen import PARSER_WIDTH, WIDENED, widen_parser
from training.wikinews import WIKINEWS_NAMES, read_wikinews_names, tag_words

CONLLU = """# newdoc id = d
# newpar
# sent_id = s1
1\tMr.\tMr.\tPROPN\tNNP\t_\t2\tnmod:desc\t_\t_
2\tObi\tObi\tPROPN\tNNP\t_\t5\tnsubj\t_\t_
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = s2
1\tWe\twe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tknow\tknow\tVERB\tVBP\t_\t0\troot\t_\t_
3\tAda\tAda\tPROPN\tNNP\t_\t2\tobj\t_\t_
4\tWest\tWest\tPROPN\tNNP\t_\t3\tflat\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


@pytest.fixture
def sentences():
    return list(read_conllu(CONLLU))


@pytest.fixture
def speakers():
    return Speakers(load_names(), random.Random(7))


def _is_tree(sentence: Sent) -> bool:
    heads = [word.head for word in sentence.words]
    if heads.count(0) != 1:
        return False
    for index in range(1, len(heads) + 1):
        seen = set()
        while index and index not in seen:
            seen.add(index)
            index = heads[index - 1]  # noqa: PLW2901 - walking up
        if index:
            return False
    return True


def test_multiword_tokens_are_flattened(sentences):
    first = sentences[0]
    assert [w.form for w in first.words] == ["Mr.", "Obi", "did", "n't", "go", "."]
    assert first.text() == "Mr. Obi didn't go."
    assert (first.document, first.paragraph, first.id) == (True, True, "s1")
    assert (sentences[1].document, sentences[1].paragraph, sentences[1].id) == (False, False, "s2")


def test_conllu_comes_back(sentences):
    assert list(read_conllu(write_conllu(sentences))) == sentences


@pytest.mark.parametrize(
    ("surface", "forms", "pieces"),
    [
        ("didn't", ["did", "n't"], ["did", "n't"]),
        ("gonna", ["going", "to"], ["gon", "na"]),
        ("ain't", ["are", "n't"], ["ai", "n't"]),
        ("im", ["I", "am"], ["i", "m"]),
    ],
)
def test_surface_of_a_multiword_token(surface, forms, pieces):
    assert split_surface(surface, forms) == pieces


def test_surface_too_short():
    with pytest.raises(ValueError, match="cannot be cut"):
        split_surface("u", ["you", "are"])


def test_labels_of_the_tokenizer(sentences):
    text, labels = tokenizer_labels([sentences, sentences[:1]])
    first, second, end = text.split("\n\n")
    assert (first, second, end) == ("Mr. Obi didn't go. We know Ada West.", "Mr. Obi didn't go.", "")
    assert labels.split("\n\n")[1] == "001" + "0" + "001" + "0" + "001" + "001" + "0" + "01" + "2"
    assert all(len(a) == len(b) for a, b in zip(text.split("\n\n"), labels.split("\n\n"), strict=True))


@pytest.mark.parametrize(
    ("tags", "mapped"),
    [
        (["I-PER", "I-PER", "O", "I-ORG"], ["B-PER", "I-PER", "O", "B-ORG"]),
        (["B-PER", "B-PER", "I-PER"], ["B-PER", "B-PER", "I-PER"]),
        (["I-PER", "I-ORG"], ["B-PER", "B-ORG"]),
        (["I-DATE", "I-PER"], ["O", "B-PER"]),
        (["B-DATE", "O"], ["O", "O"]),
    ],
)
def test_tags_become_bio(tags, mapped):
    assert to_bio(tags, {"PER": "PER", "ORG": "ORG"}) == mapped


def test_columns_and_json():
    rows = list(read_columns("-DOCSTART- O\n\n# a comment\nAda I-PER\nleft O\n\nNow O\n"))
    assert rows == [(["Ada", "left"], ["I-PER", "O"]), (["Now"], ["O"])]
    assert json.loads(ner_json(rows))[0][0] == {"text": "Ada", "ner": "I-PER"}


def test_paragraphs(sentences):
    assert [len(p) for p in paragraphs([*sentences, *sentences])] == [2, 2]


def test_names_are_swapped_with_their_trees(sentences):
    rng = random.Random(3)
    first = frozenset({"Ada"})
    assert person_spans(sentences[0], first) == [(1, 2)]
    assert person_spans(sentences[1], first) == [(2, 4)]
    assert person_spans(sentences[1], frozenset()) == []
    for _ in range(50):
        for sentence in sentences:
            swapped = swap_names(sentence, load_names(), rng, first)
            assert _is_tree(swapped)
            kept = [w.form for w in sentence.words if w.upos != "PROPN"]
            assert [w.form for w in swapped.words if w.upos != "PROPN" and w.form != "-"] == kept
            assert swapped.words[-1].head == 1 + next(i for i, w in enumerate(swapped.words) if w.deprel == "root")


def test_styles_of_quotation_marks():
    words = (Word('"', '"', "PUNCT", "``", 2, "punct"), Word("Go", "go", "VERB", "VB", 0, "root"))
    words += (Word('"', '"', "PUNCT", "''", 2, "punct"), Word("Ada's", "Ada", "X", "X", 2, "dep"))
    shown = {" ".join(w.form for w in restyle(Sent(words), random.Random(seed)).words) for seed in range(60)}
    assert {"“ Go ” Ada's", '" Go " Ada\'s', "‘ Go ’ Ada's", "“ Go ” Ada’s"} <= shown
    assert restyle_tagged(["Go"], ["O"], random.Random(1)) == (["Go"], ["O"])


def test_every_attribution_is_a_tree_with_the_statement_in_it(sentences, speakers):
    statement = next(s for s in sentences if is_statement(s))
    for _ in range(300):
        nodes = attribute(content_nodes(statement), speakers)
        sentence = to_sent(nodes)
        assert _is_tree(sentence)
        assert "didn't go" in sentence.text()
        assert not re.search(r" [,.!?]|,,|\( | ”", sentence.text())
        previous = "O"
        for node in nodes:
            assert not node.tag.startswith("I-") or previous[2:] == node.tag[2:]
            previous = node.tag
        assert sentence.words[0].form[0].isupper() or sentence.words[0].upos in ("PUNCT", "PROPN")


def test_attribution_of_tagged_words(speakers):
    words, tags = tagged_attribution(["They", "left", "Kano", "."], ["O", "O", "B-LOC", "O"], speakers)
    assert tags[words.index("Kano")] == "B-LOC"
    assert is_tagged_statement(["They", "left", "Kano", "today", "."])
    assert not is_tagged_statement(["But", "they", "left", "Kano", "."])


def test_tagged_swap_keeps_what_is_no_name(speakers):
    words, tags = ["In", "Kano", "Ada", "West", "said", "no"], ["O", "B-LOC", "B-PER", "I-PER", "O", "O"]
    for _ in range(50):
        new, marks = swap_tagged(words, tags, speakers, share=0.9)
        assert len(new) == len(marks)
        assert [w for w, t in zip(new, marks, strict=True) if t == "O"] == ["In", "said", "no"]
        assert [t for t in marks if t.startswith("B-")] == ["B-LOC", "B-PER"]


def test_names_of_decks_take_the_places_of_others(speakers):
    pool = pool_names([(["Bank", "of", "Lodz", "in", "Accra"], ["B-ORG", "I-ORG", "I-ORG", "O", "B-LOC"])])
    assert pool == {"ORG": [["Bank", "of", "Lodz"]], "LOC": [["Accra"]]}
    decks = {kind: Deck(names, speakers.rng) for kind, names in {**pool, NO_NAME: [["FAQ"]]}.items()}
    words, tags = ["Acme", "left", "Kano", "with", "CDs", "for", "Poles", "."], ["B-ORG", "O", "B-LOC", *["O"] * 5]
    tags[6] = "B-MISC"
    new, marks = swap_tagged(words, tags, speakers, share=1, decks=decks)
    assert new == ["Bank", "of", "Lodz", "left", "Accra", "with", "FAQ", "for", "Poles", "."], "a nationality stays"
    assert marks == ["B-ORG", "I-ORG", "I-ORG", "O", "B-LOC", "O", "O", "O", "B-MISC", "O"]
    assert swap_tagged(words, tags, speakers, share=0, decks=decks) == (words, tags)


def test_words_in_capitals_that_may_be_part_of_a_title_stay(speakers):
    decks = {NO_NAME: Deck([["FAQ"]], speakers.rng)}
    words = ["Ask", "Vice", "President", "Sow", "on", "Monday", "whether", "I", "go"]
    tags = ["O", "O", "O", "B-PER", *["O"] * 5]
    new, _ = swap_tagged(words, tags, speakers, share=1, decks=decks)
    assert (new[:3], new[-5:]) == (words[:3], words[-5:])


def test_each_name_of_a_deck_comes_before_any_comes_again(speakers):
    deck = Deck([["Kano"], ["Lodz"], ["Accra"]], speakers.rng)
    drawn = [tuple(deck.draw()) for _ in range(6)]
    assert set(drawn[:3]) == set(drawn[3:]) == {("Kano",), ("Lodz",), ("Accra",)}


def test_known_names_are_words_and_kinds():
    names = load_known_names()
    assert set(names) == {"PER", "ORG", "LOC", "MISC", NO_NAME}
    assert min(map(len, names.values())) > 300
    assert all(word and word == word.strip() for listed in names.values() for name in listed for word in name)


def test_phrases():
    assert [(n.form, n.deprel) for n in phrase_nodes("the local police chief", "", name=False)] == [
        ("the", "det"),
        ("local", "amod"),
        ("police", "compound"),
        ("chief", ""),
    ]
    assert [n.tag for n in phrase_nodes("the Red Cross", "ORG", name=True)] == ["O", "B-ORG", "I-ORG"]
    assert [(n.form, n.deprel, n.space) for n in name_nodes(["Omar", "al-Masri"])] == [
        ("Omar", "", True),
        ("al", "flat", False),
        ("-", "punct", False),
        ("Masri", "flat", True),
    ]
    assert {"roles", "titles", "places", "groups", "demonyms", "crowds", "verbs"} == set(load_phrases())


def test_checkpoint_is_shrunk():
    length = TABLES["word"][1]
    units = [str(i) for i in range(length + 5)]
    checkpoint = {
        "model": {"word_emb.weight": torch.ones(length + 5, 2), "steps": torch.tensor(3)},
        "vocab": {"word": {"_id2unit": units, "_unit2id": {u: i for i, u in enumerate(units)}}},
        "config": {"train_file": "somewhere", "hidden_dim": 2},
        "optimizer_state_dict": {},
    }
    small = shrink(checkpoint)
    assert small["model"]["word_emb.weight"].shape == (length, 2)
    assert small["model"]["word_emb.weight"].dtype == torch.float16
    assert small["model"]["steps"].dtype == torch.int64
    assert len(small["vocab"]["word"]["_unit2id"]) == length
    assert small["config"] == {"train_file": None, "hidden_dim": 2}
    assert "optimizer_state_dict" not in small


def test_mean_of_checkpoints():
    one = {"model": {"w": torch.tensor([0.0, 3.0]), "n": torch.tensor(1)}, "config": {}, "optimizer_state_dict": {}}
    two = {"model": {"w": torch.tensor([3.0, 3.0]).half(), "n": torch.tensor(2)}, "config": {}}
    mean = average([(one, 1), (two, 2)])
    assert mean["model"]["w"].tolist() == [2.0, 3.0]
    assert mean["model"]["n"].item() == 1
    assert set(mean) == {"model", "config"}


def test_resources_name_every_processor():
    english = resources()["en"]
    assert english["packages"]["news"] == english["default_processors"]
    assert all(english[processor]["news"] is not None for processor in english["default_processors"])


def test_commands_of_the_trainers(tmp_path):
    steps = {"tokenize": 1, "pos": 2, "depparse": 3, "ner-first": 4, "ner": 5}
    fresh, continued = commands(None, steps), commands(tmp_path, steps)
    assert set(fresh) == set(STAGES) - {"data", "vectors", "retag", "package", "evaluate"}
    assert fresh["pos"][0] == "stanza.models.tagger"
    assert continued["pos"][:3] == ["training.resume", "tagger", str(tmp_path / "pos.pt")]
    assert fresh["ner"][:3] == ["training.resume", "recogniser", "ner-first.pt"]
    assert continued["ner"][2] == str(tmp_path / "ner.pt")
    assert "ner-first" not in continued


def test_card_is_the_manifests():
    package = EMBEDDED / "news-en"
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    assert (package / "MODEL_CARD.md").read_text(encoding="utf-8") == render_card(manifest)


def test_no_path_of_a_machine_is_in_the_weights():
    for path in (EMBEDDED / "news-en").rglob("*.pt"):
        # word vectors are a table without settings
        config = torch.load(path, map_location="cpu", weights_only=True).get("config", {})
        assert not [v for v in config.values() if isinstance(v, str) and v.startswith("/")]


def test_names_to_measure_are_not_names_to_train():
    trained = {
        part
        for line in (Path("training") / "names.tsv").read_text(encoding="utf-8").splitlines()
        for name in (line.split("\t")[-1].split() if not line.startswith(("#", "origin")) else ())
        for part in re.split("[_-]", name)
    }
    speakers = read_speakers()
    assert len(speakers) == 100
    shared = {part for text, name in speakers for part in re.split("[ -]", name.slice(text)) if part in trained}
    # particles and "servant of" are parts of names everywhere
    assert shared <= {
        "Abdul",
        "Abu",
        "Ahmad",
        "al",
        "ap",
        "bin",
        "de",
        "del",
        "della",
        "den",
        "der",
        "dos",
        "el",
        "la",
        "ten",
        "van",
        "von",
        "Ó",
    }


def test_treebank_text_and_its_score(sentences):
    gold = treebank([*sentences, *sentences])
    assert [g.article.text for g in gold] == ["Mr. Obi didn't go. We know Ada West."] * 2
    own = gold[0]
    result = Annotated(
        own.article,
        tuple(
            Sentence(
                Span(spans[0].start, spans[-1].end),
                tuple(
                    Token(span, w.form, w.lemma, w.upos, w.xpos, w.head - 1, w.deprel)
                    for span, w in zip(spans, sent.words, strict=True)
                ),
                0,
            )
            for spans, sent in zip(own.sentences, own.words, strict=True)
        ),
        (),
        ModelInfo("m", "0"),
    )
    assert score_treebank([result, result], gold) == {
        "tokens": 100,
        "sentences": 100,
        "upos": 100,
        "lemma": 100,
        "las": 100,
    }
    assert f1({1, 2}, {2, 3}) == 50
    assert tagged_spans([Span(0, 3), Span(4, 8)], ["B-PER", "I-PER"]) == [(0, 8, "PER")]


@pytest.mark.parametrize(
    ("heads", "relations", "subject"),
    [
        ((1, 3, 1, -1), ("nmod:desc", "nsubj", "flat", "root"), True),
        ((3, 0, 1, -1), ("nsubj", "appos", "flat", "root"), True),
        ((3, 3, 3, -1), ("nsubj", "nsubj", "nsubj", "root"), False),
        ((1, 3, 1, -1), ("nmod:desc", "obj", "flat", "root"), False),
    ],
)
def test_who_is_a_subject(heads, relations, subject):
    text = "Spokesman Ada West said"
    places = [Span(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    tokens = tuple(
        Token(span, span.slice(text), "", "X", "X", head, relation)
        for span, head, relation in zip(places, heads, relations, strict=True)
    )
    article = Article("a", text, (Paragraph(Span(0, len(text)), "body"),))
    annotated = Annotated(
        article, (Sentence(Span(0, len(text)), tokens, 0),), (Entity(Span(10, 18), "PER"),), ModelInfo("m", "0")
    )
    assert is_subject(annotated, Span(10, 18)) is subject


GUM = """# sent_id = g1
1\tPresident\tPresident\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(1-person-new-cf1-sss-1,2-sgl
2\tAmina\tAmina\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\tBello\tBello\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
4\tof\tof\tADP\tIN\t_\t7\tcase\t_\t_
5\tthe\tthe\tDET\tDT\t_\t7\tdet\t_\tEntity=(2-organization-new-cf2-sss-2-sgl-Bank_of_Kano
6\tBank\tBank\tPROPN\tNNP\t_\t1\tnmod\t_\t_
7\tof\tof\tADP\tIN\t_\t8\tcase\t_\t_
8\tKano\tKano\tPROPN\tNNP\t_\t6\tnmod\t_\tEntity=(3-place-new-cf3-sss-1-sgl)2)
9\ton\ton\tADP\tIN\t_\t10\tcase\t_\t_
10\tMonday\tMonday\tPROPN\tNNP\t_\t1\tnmod\t_\tEntity=(4-time-new-cf4-sss-1-sgl)
11\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_

# sent_id = g2
1\tNobody\tnobody\tPRON\tNN\t_\t2\tnsubj\t_\tEntity=(5-person-new-cf1-sss-1-sgl)
2\tmarked\tmark\tVERB\tVBD\t_\t0\troot\t_\t_
3\tOru\tOru\tPROPN\tNNP\t_\t2\tobj\t_\t_
"""


class TestNamesOfTreebanks:
    def test_gums_names_go_as_far_as_their_proper_nouns_without_titles(self):
        (words, tags), *rest = read_gum_names(GUM, frozenset())
        assert rest == [], "a sentence with a proper noun that no mention covers teaches that a name is none"
        assert [f"{w}/{t}" for w, t in zip(words, tags, strict=True) if t != "O"] == [
            "Amina/B-PER", "Bello/I-PER", "Bank/B-ORG", "of/I-ORG", "Kano/I-ORG",
        ]  # fmt: skip

    def test_nationalities_are_misc_whoever_has_them(self):
        text = GUM.split("\n\n")[1].replace("_\t_\n3", "_\t_\n3").replace("Oru\tOru", "Malian\tMalian")
        text = text.replace("obj\t_\t_", "obj\t_\tEntity=(6-person-new-cf1-sss-1-sgl)")
        ((_, tags),) = read_gum_names(text + "\n", frozenset(("Malian",)))
        assert tags == ["O", "O", "B-MISC"]

    def test_labels_by_places_of_words_become_tags(self, tmp_path):
        path = tmp_path / "names.tsv"
        path.write_text("# source: us\nsentence\tnames\na-1\t2-3 PER; 6 LOC\na-2\t\n", encoding="utf-8")
        forms = [("with", "IN"), ("Ewa", "NNP"), ("Nowak", "NNP"), ("came", "VBD"), ("to", "TO"), ("Lodz", "NNP")]
        words = tuple(Word(f, f, "X", x, 4 if f != "came" else 0, "dep") for f, x in forms)
        sentences = [Sent(words, id="a-1"), Sent(words, id="a-2"), Sent(words, id="a-3"), Sent(words[3:5], id="a-4")]
        found = [tags for _, tags in read_labelled_names(sentences, path)]
        assert found == [["O", "B-PER", "I-PER", "O", "O", "B-LOC"], ["O"] * 6, ["O", "O"]], (
            "a sentence with a proper noun and no label is left out, one without any is not"
        )

    def test_penn_trees_give_words_tags_and_ids(self):
        text = "( (S (NP-SBJ (NNP Ewa)) (VP (VBD left)\n (NP (-NONE- *T*-1))) (-RRB- -RRB-)))\n\n(X (UH Oh))\n"
        first, second = read_brackets(text, "letter")
        assert [(w.form, w.xpos) for w in first.words] == [("Ewa", "NNP"), ("left", "VBD"), (")", "-RRB-")]
        assert (first.id, second.id) == ("letter:1", "letter:2")

    def test_labels_of_another_release_of_the_treebank_are_refused(self, tmp_path):
        path = tmp_path / "names.tsv"
        path.write_text("sentence\tnames\na-1\t2-3 PER\n", encoding="utf-8")
        sentence = Sent((Word("See", "see", "VERB", "VB", 0, "root"),), id="a-1")
        with pytest.raises(ValueError, match=r"word 3 of a-1, which has 1"):
            list(read_labelled_names([sentence], path))

    @pytest.mark.parametrize(("path", "least"), [(EWT_NAMES, 4_000), (MASC_NAMES, 2_000)])
    def test_our_own_labels_are_places_and_kinds(self, path, least):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[3:]]
        assert len({sentence for sentence, _ in rows}) == len(rows) > least
        item = re.compile(r"\d+(-\d+)? (PER|ORG|LOC|MISC)")
        assert all(item.fullmatch(name) for _, names in rows if names for name in names.split("; "))


class TestNamesOfWikinews:
    @pytest.fixture
    def folder(self, tmp_path):
        text = 'One line.\nOumar Keita, of the Bank\nof Mali, left "Segou".'
        rows = [text if number == 10 else "Other." for number in range(1, 11)]
        with (tmp_path / "wikinews_2031.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([["title", "text"], *(["t", row] for row in rows)])
        return tmp_path

    def write(self, folder, line):
        path = folder / "names.tsv"
        path.write_text(f"# licence: ours\narticle\tsentence\tnames\n{line}\n", encoding="utf-8")
        return path

    def test_spans_lead_to_the_names_and_one_article_in_ten_is_held_out(self, folder):
        path = self.write(folder, "2031:10\t10-57\t0-11 PER; 20-32 ORG; 40-45 LOC\n2031:9\t0-6\t")
        first, second = read_wikinews_names(folder, path)
        assert [(first.text[a:b], kind) for a, b, kind in first.names] == [
            ("Oumar Keita", "PER"), ("Bank of Mali", "ORG"), ("Segou", "LOC"),
        ]  # fmt: skip
        assert (first.held_out, second.held_out, second.names) == (True, False, ())

    def test_labels_of_other_files_are_refused(self, folder):
        path = self.write(folder, "2031:11\t0-5\t")
        with pytest.raises(ValueError, match="no sentence 0-5 in article 2031:11"):
            list(read_wikinews_names(folder, path))

    def test_a_name_is_marked_on_every_word_it_touches(self):
        places = [(0, 5), (6, 11), (11, 12), (13, 17)]
        assert tag_words(places, [(0, 11, "PER"), (13, 16, "ORG")]) == ["B-PER", "I-PER", "O", "B-ORG"]

    def test_our_own_labels_are_spans_and_kinds(self):
        rows = [line.split("\t") for line in WIKINEWS_NAMES.read_text(encoding="utf-8").splitlines()[3:]]
        assert len({tuple(row[:2]) for row in rows}) == len(rows) > 3_000
        item = re.compile(r"\d+-\d+ (PER|ORG|LOC|MISC)")
        assert all(item.fullmatch(name) for *_, names in rows if names for name in names.split("; "))


def test_half_of_the_sentences_are_retagged_and_trees_stay():
    sentence = next(read_conllu(CONLLU))
    tags = [("X", "FW")] * len(sentence.words)
    made = retag([(sentence, tags)] * 40, share=0.5)
    changed = [s for s in made if s.words[0].upos == "X"]
    assert 10 < len(changed) < 30
    assert all([(w.head, w.deprel) for w in s.words] == [(w.head, w.deprel) for w in sentence.words] for s in made)


def test_a_widened_parser_reads_its_old_inputs_as_before():
    old = {name: torch.ones(4, 6) for name in WIDENED} | {"drop_replacement": torch.ones(6)}
    made = widen_parser({"model": old, "config": {"pretrain": False, "hidden_dim": 1}}, 10)
    assert made["config"] == {"pretrain": True, "hidden_dim": 1}
    assert made["model"]["trans_pretrained.weight"].shape == (PARSER_WIDTH, 10)
    for name in WIDENED:
        assert made["model"][name].shape == (4, PARSER_WIDTH + 6)
        assert torch.equal(made["model"][name][:, PARSER_WIDTH:], old[name])
        assert made["model"][name][:, :PARSER_WIDTH].abs().max() < 0.2
    assert made["model"]["drop_replacement"].shape == (PARSER_WIDTH + 6,)
