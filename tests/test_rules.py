"""Each rule over stories of a sentence or two: the words it points at, or nothing."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import RULES, check_sourcing
from attribution.model import Evidence
from attribution.spans import Span
from tests.sourcing_builders import sourcing
from tests.work import EIGHTFOLD, count_steps

ANON = {"kind": "unnamed_person", "anonymous": True}
ANON_GROUP = {"kind": "group", "anonymous": True}
REASON = {**ANON, "reason": "because she feared for her job"}
MAYOR = {"name": "Keiko Ito", "role": "mayor", "role_group": "government"}
CHIEF = {"name": "Omar Haddad", "role": "police chief", "role_group": "security"}
RESIDENT = {"name": "Nneka Obi", "role": "resident", "role_group": "citizen"}
EXPERT = {"name": "Luis Quispe", "role": "hydrologist", "role_group": "expert"}
LONG = " ".join(["word"] * 30)

# rule -> rows of (marked-up story, sources, profile, the words of each finding)
ROWS = {
    "R1": [
        ("[S1:s1 A source] [C1 said] [Q1 the deal was off].", {"s1": ANON}, "default", ["A source"]),
        ("[Q1:s1 “It is over,”] [S1:s1 sources] [C1 said].", {"s1": ANON_GROUP}, "default", ["sources"]),
        ("[S1:s1 Several anonymous sources] [C1 said] [Q1 so].", {"s1": ANON_GROUP}, "default",
         ["Several anonymous sources"]),
        ("[S1:? One insider] [C1 said] [Q1 the vote was rigged].", {}, "default", ["One insider"]),
        ("[S1:s1 A source] [C1 said] [Q1 yes].\n\n[S2:s1 The source] [C2 said] [Q2 no].", {"s1": ANON}, "default",
         ["A source"]),
        ("[S1:s1 Officials] [C1 said] [Q1 the road was open].", {"s1": {"kind": "group"}}, "strict-agency",
         ["Officials"]),
        ("[S1:s1 Officials] [C1 said] [Q1 the road was open].", {"s1": {"kind": "group"}}, "default", []),
        ("[S1:s1 A source] close to the board [C1 said] [Q1 the deal was off].", {"s1": ANON}, "default", []),
        ("[S1:s1 A ministry source] [C1 said] [Q1 the deal was off].", {"s1": ANON}, "default", []),
        ("[S1:s1 Two sources] who saw the letter [C1 said] [Q1 it was signed].", {"s1": ANON_GROUP}, "default", []),
        ("[S1:s1 A source] [C1 said] [Q1 yes].", {"s1": {**ANON, "role": "harbour pilot"}}, "default", []),
        ("[S1:s1 A port source] [C1 said] [Q1 yes].\n\n[S2:s1 The source] [C2 said] [Q2 no].", {"s1": ANON}, "default",
         []),
        ("[S1:s1 Local officials] [C1 said] [Q1 so].", {"s1": {"kind": "group"}}, "strict-agency", []),
    ],
    "R2": [
        ("[S1:s1 An aide] [C1 said] [Q1 it was late].", {"s1": ANON}, "default", ["An aide"]),
        ("[Q1:s1 “It was late,”] [C1 said] [S1:s1 two nurses].", {"s1": ANON_GROUP}, "default", ["two nurses"]),
        ("[Q1:s1 It was late], [C1 according to] the record.", {"s1": ANON}, "default", ["according to"]),
        ("[S1:s1 An aide] [C1 said] [Q1 no].\n\n[S2:s2 A clerk] [C2 said] [Q2 yes].", {"s1": ANON, "s2": REASON},
         "strict-agency", ["An aide"]),
        ("[S1:s1 An aide] [C1 said] [Q1 no]. [S2:s1 She] [C2 said] [Q2 it again].", {"s1": ANON}, "broadcaster",
         ["An aide"]),
        ("[S1:s1 An aide], who feared for her job, [C1 said] [Q1 it was late].", {"s1": REASON}, "default", []),
        ("[S1:s1 A resident] [C1 said] [Q1 it was late].", {"s1": {"kind": "unnamed_person"}}, "default", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 it was late].", {"s1": MAYOR}, "default", []),
        ("[S1:? Somebody] [C1 said] [Q1 it was late].", {}, "default", []),
        ("[N:s1 An aide declined to comment.] [S2:s2 Keiko Ito] [C2 said] [Q2 so].", {"s1": ANON, "s2": MAYOR},
         "default", []),
    ],
    "R3": [
        ("[S1:s1 An aide] [C1 said] [Q1 the minister was incompetent].", {"s1": ANON}, "default", ["incompetent"]),
        ("[Q1:s1 “It is a shambles, a disgrace,”] [C1 said] [S1:s1 an aide].", {"s1": REASON}, "default",
         ["shambles"]),
        ("[S1:s1 An aide] [C1:criticise criticised] [Q1 the new board].", {"s1": ANON}, "default", ["criticised"]),
        ("[S1:s1 An aide] [C1 said] [Q1 the plan might fail].", {"s1": ANON}, "strict-agency", ["might"]),
        ("[S1:s1 An aide] [C1:call called] [Q1 the surgeon brilliant].", {"s1": ANON}, "strict-agency", ["brilliant"]),
        ("[S1:s1 An aide] [C1:call called] [Q1 the surgeon brilliant].", {"s1": ANON}, "default", []),
        ("[S1:s1 An aide] [C1 said] [Q1 the plan might fail].", {"s1": ANON}, "default", []),
        ("[S1:s1 An aide] [C1 said] [Q1 the vote was on Monday].", {"s1": ANON}, "strict-agency", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 the minister was incompetent].", {"s1": MAYOR}, "default", []),
        ("The incompetent board met. [S1:s1 An aide] [C1 said] [Q1 it sat for hours].", {"s1": ANON}, "default", []),
        ("[S1:s1 A driver] [C1 said] [Q1 the bus was useless].", {"s1": {"kind": "unnamed_person"}}, "default", []),
    ],
    "R4": [
        ("[Q1:s1 “It is over,”] [C1 said] [S1:s1 an aide].", {"s1": ANON}, "default", ["an aide"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 it was late].\n\n[Q2:s2 “Too late,”] [C2 said] [S2:s2 a clerk].",
         {"s1": MAYOR, "s2": ANON}, "default", ["a clerk"]),
        ("# [S1:s1 Keiko Ito]: [Q1 “Enough”]\n\n[S2:s2 A clerk] [C2 said] [Q2 it was “too late” now].",
         {"s1": MAYOR, "s2": ANON}, "default", ["A clerk"]),
        ("[Q1:s1 “It is over.”]\n\n[Q2:s2 “No,”] [C2 said] [S2:s2 Keiko Ito].", {"s1": ANON, "s2": MAYOR}, "default",
         ["“It is over.”"]),
        ("[Q1:s1 “No,”] [C1 said] [S1:s1 Keiko Ito].\n\n[Q2:s2 “It is over,”] [C2 said] [S2:s2 an aide].",
         {"s1": MAYOR, "s2": ANON}, "default", []),
        ("[S1:s1 An aide] [C1 said] [Q1 it was over].", {"s1": ANON}, "default", []),
        ("[Q1:? “It is over.”]\n\n[Q2:s2 “No,”] [C2 said] [S2:s2 an aide].", {"s2": ANON}, "default", []),
        ("[Q1:s1 “It is dry,”] [C1 said] [S1:s1 a farmer].", {"s1": {"kind": "unnamed_person"}}, "default", []),
        ("No quote at all.", {}, "default", []),
    ],
    "R5": [
        ("[Q1:s1 “It is over,”] [C1 said] [S1:s1 an aide].", {"s1": ANON}, "default", ["“It is over,”"]),
        ("[S1:s1 An aide] [C1 said] [Q1 it was “done”].", {"s1": REASON}, "default", ["it was “done”"]),
        ("[Q1:s1 “Yes,”] [C1 said] [S1:s1 an aide]. [Q2:s1 “No.”]", {"s1": ANON}, "default", ["“Yes,”", "“No.”"]),
        ("[Q1:s1 “We all saw the water rise,”] [C1 said] [S1:s1 an aide].", {"s1": ANON}, "broadcaster",
         ["“We all saw the water rise,”"]),
        ("[S1:s1 An aide] [C1 said] [Q1 it was “done”].", {"s1": ANON}, "broadcaster", []),
        ("[S1:s1 An aide] [C1 said] [Q1 it was done].", {"s1": ANON}, "default", []),
        ("[Q1:s1 “It is over,”] [C1 said] [S1:s1 Keiko Ito].", {"s1": MAYOR}, "default", []),
        ("[Q1:? “It is over.”]", {}, "default", []),
        ("[S1:s1 An aide] [C1 said] [Q1 the “[Q2:s2 no]” of [S2:s2 Keiko Ito] stood].", {"s1": ANON, "s2": MAYOR},
         "default", []),
    ],
    "R6": [
        (f"[S1:s1 Keiko Ito] [C1 said] [Q1 {LONG}].", {"s1": MAYOR}, "default", ["Keiko Ito"]),
        (f"[S1:s1 Keiko Ito] [C1 said] [Q1 {LONG}]. [S2:s2 Omar Haddad] [C2 said] [Q2 no].",
         {"s1": MAYOR, "s2": CHIEF}, "default", ["Keiko Ito"]),
        (f"[S1:s1 Ana Reyes] [C1 said] [Q1 {LONG}]. [S2:s2 Li Wen] [C2 said] [Q2 {LONG}].",
         {"s1": {"affiliation": "Lakeside Energy"}, "s2": {"affiliation": "Lakeside Energy"}}, "default",
         ["Ana Reyes"]),
        (f"[S2:s2 Omar Haddad] [C2 said] [Q2 no no no].\n\n[S1:s1 Keiko Ito] [C1 said] [Q1 {LONG}].",
         {"s1": MAYOR, "s2": CHIEF}, "strict-agency", ["Keiko Ito"]),
        (f"[S1:s1 Keiko Ito] [C1 said] [Q1 {LONG}]. [Q2:? “Nobody knows this one.”]", {"s1": MAYOR}, "default",
         ["Keiko Ito"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].", {"s1": MAYOR}, "default", []),
        (f"[S1:s1 Keiko Ito] [C1 said] [Q1 {LONG}]. [S2:s2 Omar Haddad] [C2 said] [Q2 {LONG}].",
         {"s1": MAYOR, "s2": CHIEF}, "default", []),
        (f"[S1:s1 Keiko Ito] [C1 said] [Q1 {LONG}]. [Q2:? “{LONG}.”] [S3:s3 Omar Haddad] [C3 said] [Q3 no].",
         {"s1": MAYOR, "s3": CHIEF}, "default", []),
        (f"[Q1:? “{LONG}.”]", {}, "default", []),
    ],
    "R7": [
        ("[S1:s1 Sources] [C1 said] [Q1 yes]. [S2:s1 The source] [C2 said] [Q2 so].", {"s1": ANON_GROUP}, "default",
         ["Sources"]),
        ("[S1:s1 Sources] [C1 said] [Q1 yes], and [S2:s1 he] [C2 added] [Q2 no].", {"s1": ANON_GROUP}, "default",
         ["Sources"]),
        ("[S1:s1 Ministry officials] [C1 said] [Q1 yes]. [S2:s2 The official] [C2 said] [Q2 no].",
         {"s1": ANON_GROUP, "s2": ANON}, "default", ["Ministry officials"]),
        ("[S1:s1 Sources] close to the club [C1 said] [Q1 yes].", {"s1": ANON_GROUP}, "strict-agency", ["Sources"]),
        ("[S1:s1 Two sources] [C1 said] [Q1 yes]. [S2:s1 She] [C2 added] [Q2 more].", {"s1": ANON_GROUP}, "default",
         ["Two sources"]),
        ("[S1:s1 Sources] close to the club [C1 said] [Q1 yes].", {"s1": ANON_GROUP}, "default", []),
        ("[S1:s1 Three sources] [C1 said] [Q1 yes]. [S2:s1 They] [C2 added] [Q2 no].", {"s1": ANON_GROUP},
         "strict-agency", []),
        (("[S1:s1 Officials] [C1 said] [Q1 yes]. [S2:s2 An official] [C2 said] [Q2 no]. "
         "[S3:s2 The official] [C3 said] [Q3 so]."), {"s1": {"kind": "group"}, "s2": ANON}, "default", []),
        ("[S1:s2 The source] [C1 said] [Q1 yes]. [S2:s1 Sources] at the port [C2 said] [Q2 no].",
         {"s1": ANON_GROUP, "s2": ANON}, "default", []),
        ("[S1:s1 Residents] [C1 said] [Q1 yes]. [S2:s2 The resident] [C2 said] [Q2 no].",
         {"s1": {"kind": "group"}, "s2": {"kind": "unnamed_person"}}, "default", []),
    ],
    "R8": [
        ("[Q1:s1 “It rained. It poured. The wall gave way,”] [S1:s1 Nneka Obi] [C1 said].", {"s1": RESIDENT},
         "default", ["“It rained. It poured. The wall gave way,”"]),
        ("[Q1:s1 “It rained. The wall gave way,”] [S1:s1 Nneka Obi] [C1 said].", {"s1": RESIDENT}, "strict-agency",
         ["“It rained. The wall gave way,”"]),
        ("[Q1:s1 “It rained.”]\n\n[Q2:s1 “It poured.”]\n\n[Q3:s1 “The wall gave way,”] [S3:s1 Nneka Obi] [C3 said].",
         {"s1": RESIDENT}, "default", ["“It rained.”"]),
        (("[M:s1 Nneka Obi] lives here.\n\nThe bay is wide.\n\nThe wall is old.\n\n"
         "[Q1:s1 “It rained. It poured. The wall gave way,”] [S1:s1 she] [C1 said]."), {"s1": RESIDENT}, "default",
         ["“It rained. It poured. The wall gave way,”"]),
        ("[Q1:s1 “It rained. Mr. Obi left. Then the wall gave way,”] [S1:s1 Nneka Obi] [C1 said].", {"s1": RESIDENT},
         "default", ["“It rained. Mr. Obi left. Then the wall gave way,”"]),
        ("[Q1:s1 “It rained. Mr. Obi left,”] [S1:s1 Nneka Obi] [C1 said].", {"s1": RESIDENT}, "default", []),
        ("[S1:s1 Nneka Obi] [C1 said]: [Q1 “It rained. It poured. The wall gave way.”]", {"s1": RESIDENT},
         "strict-agency", []),
        ("[Q1:s1 “It rained,”] [S1:s1 Nneka Obi] [C1 said]. [Q2:s1 “It poured. The wall gave way. I ran.”]",
         {"s1": RESIDENT}, "strict-agency", []),
        ("[M:s1 Nneka Obi] had seen it all.\n\n[Q1:s1 “It rained. It poured. I ran,”] [S1:s1 she] [C1 said].",
         {"s1": RESIDENT}, "default", []),
        ("[Q1:s1 It rained, it poured and the wall gave way], [S1:s1 Nneka Obi] [C1 said].", {"s1": RESIDENT},
         "strict-agency", []),
    ],
    "R9": [
        ("[Q1:s1 “Yes,”] [C1 said] [S1:s1 Keiko Ito]. [Q2:s2 “No,”] [C2 said] [S2:s2 Omar Haddad].",
         {"s1": MAYOR, "s2": CHIEF}, "default", ["“No,”"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 it was “fine”]. [Q2:s2 “No,”] [C2 said] [S2:s2 Omar Haddad].",
         {"s1": MAYOR, "s2": CHIEF}, "default", ["“No,”"]),
        ("[Q1:s1 “Yes.”] [Q2:s2 “No.”] [Q3:s1 “Yes.”]", {"s1": MAYOR, "s2": CHIEF}, "default", ["“No.”", "“Yes.”"]),
        ("[Q1:s1 “One,”] [C1 said] [S1:s1 Keiko Ito], [Q1 “two.”] [Q2:s2 “Three,”] [C2 said] [S2:s2 Omar Haddad].",
         {"s1": MAYOR, "s2": CHIEF}, "strict-agency", ["“Three,”"]),
        ("[Q1:s1 “Yes,”] [C1 said] [S1:s1 Keiko Ito]. [S2:s2 Omar Haddad] [C2 said]: [Q2 “No.”]",
         {"s1": MAYOR, "s2": CHIEF}, "default", []),
        ("[Q1:s1 “Yes,”] [C1 said] [S1:s1 Keiko Ito].\n\n[Q2:s2 “No,”] [C2 said] [S2:s2 Omar Haddad].",
         {"s1": MAYOR, "s2": CHIEF}, "strict-agency", []),
        ("[Q1:s1 “Yes,”] [C1 said] [S1:s1 Keiko Ito]. [Q2:s1 “And no.”]", {"s1": MAYOR}, "default", []),
        ("[Q1:s1 “Yes,”] [C1 said] [S1:s1 Keiko Ito]. [S2:s2 Omar Haddad] [C2 said] [Q2 it was no].",
         {"s1": MAYOR, "s2": CHIEF}, "default", []),
        ("[Q1:s1 “Yes,”] [C1 said] [S1:s1 Keiko Ito]. [Q2:? “No.”]", {"s1": MAYOR}, "default", []),
        ("[Q1:s1 “He told me [Q2:s2 ‘no’] at once,”] [C1 said] [S1:s1 Keiko Ito].", {"s1": MAYOR, "s2": CHIEF},
         "default", []),
    ],
    "R10": [
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].", {"s1": {}}, "default", ["Keiko Ito"]),
        ("[Q1:s1 “No,”] [C1 said] [S1:s1 Ito].\n\n[S2:s1 She] [C2 said] [Q2 so].", {"s1": {}}, "default", ["Ito"]),
        ("# [S1:s1 Ito]: [Q1 enough]\n\n[S2:s1 Keiko Ito] [C2 said] [Q2 no].", {"s1": {"name": "Keiko Ito"}},
         "default", ["Keiko Ito"]),
        ("[S1:s1 Keiko Ito] of Lakeside [C1 said] [Q1 no].", {"s1": {"affiliation": "Lakeside"}}, "strict-agency",
         ["Keiko Ito"]),
        ("[S1:s1 Keiko Ito] of Lakeside [C1 said] [Q1 no].", {"s1": {"affiliation": "Lakeside"}}, "default", []),
        ("[S1:s1 Mayor Keiko Ito] [C1 said] [Q1 no].", {"s1": MAYOR}, "strict-agency", []),
        ("[S1:s1 An aide] [C1 said] [Q1 no].", {"s1": ANON}, "default", []),
        ("[S1:s1 Lakeside Energy] [C1 said] [Q1 no].", {"s1": {"kind": "organization"}}, "default", []),
        ("[S1:? Keiko Ito] [C1 said] [Q1 no].", {}, "default", []),
        ("[S1:s1 Ms. Ito] [C1 said] [Q1 no].", {"s1": {"name": "Keiko Ito"}}, "default", ["Ms. Ito"]),
        ("[S1:s1 The director] [C1 said] [Q1 no].", {"s1": {"name": "Keiko Ito"}}, "default", []),
        ("[S1:s1 Keiko Ito, a baker], [C1 said] [Q1 no].", {"s1": {"name": "Keiko Ito"}}, "strict-agency", []),
    ],
    "R11": [
        (f"[S1:s1 Keiko Ito] [C1 said] that, {LONG}, [Q1 the wall held].", {"s1": MAYOR}, "default",
         [f"said that, {LONG}, the wall held"]),
        ("[S1:s1 Keiko Ito] [C1 spoke] to us at noon. It was raining hard. [Q1 “The wall held.”]", {"s1": MAYOR},
         "default", ["spoke to us at noon. It was raining hard. “The wall held.”"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].\n\nThe bay is wide.\n\n[Q2:s1 “The wall held.”]", {"s1": MAYOR},
         "default", ["“The wall held.”"]),
        ("[Q1:s1 “The wall held.”]\n\n[S2:s1 Keiko Ito] [C2 said] [Q2 no].", {"s1": MAYOR}, "default",
         ["“The wall held.”"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].\n\n[Q2:s1 “The wall held.”]", {"s1": MAYOR}, "strict-agency",
         ["“The wall held.”"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].\n\n[Q2:s1 “The wall held.”]", {"s1": MAYOR}, "default", []),
        ("[S1:s1 Keiko Ito] [C1 said] on Monday that [Q1 the wall held].", {"s1": MAYOR}, "strict-agency", []),
        ("[Q1:s1 “The wall held,”] [S1:s1 Keiko Ito] [C1 said]. [Q2:s1 “It did.”]", {"s1": MAYOR}, "strict-agency",
         []),
        ("[S1:s1 Keiko Ito] [C1 said]: [Q1 “No.]\n\nThe bay.\n\n[Q2:s1!continued “The wall held.”]", {"s1": MAYOR},
         "default", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].\n\nThe bay.\n\n[M:s1 Ito] was sure. [Q2:s1 “The wall held.”]",
         {"s1": MAYOR}, "strict-agency", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].\n\n= Walls\n\n[Q2:s1 “The wall held.”]", {"s1": MAYOR}, "default", []),
        ("[Q1:? “The wall held.”]", {}, "default", []),
    ],
    "R12": [
        ("[S1:s1 An aide] [C1 said] [Q1 yes]. [N:s1 The aide declined to comment.]", {"s1": ANON}, "default",
         ["The aide declined to comment."]),
        ("[N:s2 Lakeside Energy would not comment.] [S1:s1 A Lakeside engineer] [C1 said] [Q1 yes].",
         {"s1": {**ANON, "affiliation": "Lakeside Energy"}, "s2": {"kind": "organization", "name": "Lakeside Energy"}},
         "default", ["Lakeside Energy would not comment."]),
        ("[N:s2 Ana Reyes of Lakeside would not comment.] [S1:s1 An engineer] [C1 said] [Q1 yes].",
         {"s1": {**ANON, "affiliation": "Lakeside"}, "s2": {"affiliation": "lakeside", "name": "Ana Reyes"}},
         "broadcaster", ["Ana Reyes of Lakeside would not comment."]),
        ("[S1:s1 An aide] [C1 said] [Q1 yes]. [N:s1 He declined.] [N:s1 He declined again.]", {"s1": REASON},
         "strict-agency", ["He declined.", "He declined again."]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 yes]. [N:s1 She did not comment on the rest.]", {"s1": MAYOR}, "default",
         []),
        ("[S1:s1 An aide] [C1 said] [Q1 yes]. [N:s2 Omar Haddad declined to comment.]", {"s1": ANON, "s2": CHIEF},
         "default", []),
        ("[N:s1 An aide declined to comment.]", {"s1": ANON}, "default", []),
        ("[S1:s1 An aide] [C1 said] [Q1 yes]. [N: Nobody answered the telephone.]", {"s1": ANON}, "default", []),
        ("[N:s2 Lakeside would not comment.] [S1:s1 A Brightspan engineer] [C1 said] [Q1 yes].",
         {"s1": {**ANON, "affiliation": "Brightspan"}, "s2": {"kind": "organization", "name": "Lakeside"}}, "default",
         []),
    ],
    "R13": [
        ("[S1:s1 Keiko Ito] [C1:accuse accused] the contractor Brightspan of [Q1 hiding defects].", {"s1": MAYOR},
         "default", ["contractor Brightspan"]),
        (("[S1:s1 Keiko Ito] [C1:blame blamed] [Q1 the Ministry of Works for the flood]. "
         "[S2:s2 The Ministry of Health] [C2 said] [Q2 it was calm]."),
         {"s1": MAYOR, "s2": {"kind": "organization", "name": "Ministry of Health"}}, "default", ["Ministry of Works"]),
        ("[M:s9 Omar Haddad] was [C1:accuse accused] of [Q1:s1 taking bribes] by [S1:s1 Keiko Ito].", {"s1": MAYOR},
         "default", ["Omar Haddad"]),
        ("[S1:s1 Residents] [C1:condemn condemned] [Q1 the company].", {"s1": {"kind": "group"}}, "default",
         ["company"]),
        ("[S1:s1 Keiko Ito] [C1:accuse accused] [Q1 him of lying].", {"s1": MAYOR}, "broadcaster", ["accused"]),
        ("[S1:s1 Keiko Ito] [C1:accuse accused] [Q1 him of lying].", {"s1": MAYOR}, "default", []),
        (("[S1:s1 Keiko Ito] [C1:accuse accused] Brightspan of [Q1 hiding defects]. "
         "[S2:s2 Ana Reyes], for Brightspan, [C2:deny denied] [Q2 it]."),
         {"s1": MAYOR, "s2": {"affiliation": "Brightspan"}}, "default", []),
        (("[S1:s1 Keiko Ito] [C1:accuse accused] Brightspan of [Q1 hiding defects]. "
         "[N: Brightspan did not answer calls.]"), {"s1": MAYOR}, "default", []),
        ("[S1:s1 Keiko Ito] [C1:condemn condemned] [Q1 the ruling].", {"s1": MAYOR}, "default", []),
        ("[S1:s1 Keiko Ito] [C1:criticize criticized] [Q1 the Clean Rivers Act].", {"s1": MAYOR}, "default", []),
        ("[S1:s1 Farmers] [C1:blame blamed] [Q1 the authorities for it]. [S2:s2 Keiko Ito] [C2 said] [Q2 no].",
         {"s1": {"kind": "group"}, "s2": MAYOR}, "default", []),
        ("[S1:s1 The minister] [C1:accuse accused] Iran of [Q1 lying]. [S2:s2 An Iranian envoy] [C2 said] [Q2 no].",
         {"s1": {"role_group": "government"}, "s2": {"kind": "unnamed_person"}}, "default", []),
        ("[S1:s1 Keiko Ito] [C1:blame blamed] [Q1 low wages for it].", {"s1": MAYOR}, "default", []),
        ("[S1:s1 Keiko Ito] [C1:praise praised] [Q1 Brightspan].", {"s1": MAYOR}, "default", []),
    ],
    "R14": [
        ("[S1:s1 An aide] [C1 said] [Q1 the chief took bribes].", {"s1": ANON}, "default", ["bribes"]),
        ("[Q1:s1 “They tortured prisoners, and murdered two,”] [C1 said] [S1:s1 a guard].", {"s1": REASON}, "default",
         ["tortured"]),
        ("[S1:s1 Two clerks] [C1 said] [Q1 the vote was rigged].", {"s1": ANON_GROUP}, "broadcaster", ["rigged"]),
        ("[S1:s1 An aide] [C1 said] [Q1 no fraud was found].\n\n[S2:s1 She] [C2 said] [Q2 embezzlement was].",
         {"s1": ANON}, "default", ["fraud", "embezzlement"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 the chief took bribes].", {"s1": MAYOR}, "default", []),
        ("[S1:s1 An aide] [C1 said] [Q1 the chief took a holiday].", {"s1": ANON}, "default", []),
        ("The fraud trial began. [S1:s1 An aide] [C1 said] [Q1 the chief was calm].", {"s1": ANON}, "default", []),
        ("[S1:s1 A driver] [C1 said] [Q1 the car was stolen].", {"s1": {"kind": "unnamed_person"}}, "default", []),
        ("[Q1:? “They took bribes.”]", {}, "default", []),
    ],
    "R15": [
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no]. [S2:s2 Omar Haddad] [C2 said] [Q2 no].", {"s1": MAYOR, "s2": CHIEF},
         "default", ["Keiko Ito"]),
        ("[Q1:? “No.”] [S2:s2 Omar Haddad] [C2 said] [Q2 no]. [S3:s1 Keiko Ito] [C3 said] [Q3 so].",
         {"s1": MAYOR, "s2": CHIEF}, "default", ["Omar Haddad"]),
        ("[S1:s1 The army] [C1 said] [Q1 no]. [S2:s2 The ministry] [C2 said] [Q2 yes]. [S3:s3 Police] [C3 say] [Q3 so]",
         {"s1": {"role_group": "security"}, "s2": {"role_group": "government"}, "s3": {"role_group": "security"}},
         "strict-agency", ["The army"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no]. [S2:s2 Officials] [C2 said] [Q2 so].",
         {"s1": MAYOR, "s2": {"kind": "group", "role_group": "government"}}, "broadcaster", ["Keiko Ito"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no]. [S2:s2 Nneka Obi] [C2 said] [Q2 no].", {"s1": MAYOR, "s2": RESIDENT},
         "default", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no].", {"s1": MAYOR}, "default", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no]. [S2:s2 Ana Reyes] [C2 said] [Q2 no].", {"s1": MAYOR, "s2": {}},
         "default", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 no]. [S2:s2 Senator Okafor] [C2 said] [Q2 no].",
         {"s1": MAYOR, "s2": {"role_group": "politics"}}, "default", []),
        ("[Q1:? “No.”] [Q2:? “Yes.”]", {}, "default", []),
    ],
    "R16": [
        ("[S1:s1 Keiko Ito] [C1:claim claimed] [Q1 it was late].", {"s1": MAYOR}, "default", ["claimed"]),
        ("[S1:s1 Keiko Ito] [C1:admit admitted] [Q1 it was late].", {"s1": MAYOR}, "default", ["admitted"]),
        ("[Q1:? “It is late,”] it was [C1:reveal revealed].", {}, "default", ["revealed"]),
        ("[S1:s1 Keiko Ito] [C1:insist insisted] [Q1 it was late].", {"s1": MAYOR}, "strict-agency", ["insisted"]),
        ("[S1:s1 Keiko Ito] [C1:note noted] [Q1 it was late].", {"s1": MAYOR}, "strict-agency", ["noted"]),
        ("[S1:s1 Keiko Ito] [C1:note noted] [Q1 it was late].", {"s1": MAYOR}, "default", []),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 it was late].", {"s1": MAYOR}, "strict-agency", []),
        ("[S1:s1 The lawsuit] [C1:allege alleges] [Q1 it was late].", {"s1": {"kind": "document"}}, "default", []),
        ("[S1:s1 The prosecutor] [C1:allege alleged] [Q1 it was late].", {"s1": {"role_group": "justice"}}, "default",
         []),
        ("[Q1:s1 “It is late.”]", {"s1": MAYOR}, "strict-agency", []),
        ("[S1:s1 The study] [C1:show shows] [Q1 it was late].", {"s1": {"kind": "document"}}, "strict-agency", []),
        ("[S1:s1 Keiko Ito] [C1:warble warbled] [Q1 it was late].", {"s1": MAYOR}, "strict-agency", []),
    ],
    "R17": [
        ("[Q1:? “It is late.”]", {}, "default", ["“It is late.”"]),
        ("[S1:? He] [C1 said] [Q1 it was late].", {}, "default", ["He"]),
        ("[S1:s1?s2 He] [C1 said] [Q1 it was late].", {"s1": MAYOR, "s2": CHIEF}, "default", ["He"]),
        ("The plan was [C1:describe described] as [Q1:? a risk].", {}, "strict-agency", ["a risk"]),
        ("[Q1:? “It is late.”] [S2:s1 Keiko Ito] [C2 said] [Q2 no].", {"s1": MAYOR}, "default", ["“It is late.”"]),
        ("[S1:s1 Keiko Ito] [C1 said] [Q1 it was late].", {"s1": MAYOR}, "strict-agency", []),
        ("[Q1:s1 “It is late.”]", {"s1": MAYOR}, "default", []),
        ("[Q1:?!duplicate “It is late.”]", {}, "default", []),
        ("[N: Nobody answered.]", {}, "default", []),
    ],
}  # fmt: skip


def findings(case, rule, profile="default"):
    found = check_sourcing(*case.parts, case.audit, profile=load_profile(profile))
    return [finding for finding in found if finding.rule == rule]


@pytest.mark.parametrize(
    ("rule", "markup", "who", "profile", "expected"),
    [pytest.param(rule, *row, id=f"{rule}-{number}") for rule, rows in ROWS.items() for number, row in enumerate(rows)],
)
def test_rule_points_at_the_words(rule, markup, who, profile, expected):
    case = sourcing(markup, **who)
    found = findings(case, rule, profile)
    assert [case.words(finding.span) for finding in found] == expected
    for finding in found:
        assert finding.severity == load_profile(profile).setting(rule).severity
        assert finding.quote is None or finding.quote in {quote.id for quote in case.quotes}
        # One line that a terminal can print, and a sentence.
        assert re.fullmatch(r"\S[^\n]{15,260}\.", finding.message)


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_has_stories_that_hit_and_that_do_not(rule):
    hits = [row for row in ROWS[rule] if row[3]]
    assert len(hits) >= 4
    assert len(ROWS[rule]) - len(hits) >= 4


def test_role_that_follows_late_is_reported_where_the_profile_says_so():
    case = sourcing(
        "[S1:s1 Keiko Ito] [C1 said] [Q1 no].\n\nThe bay is wide.\n\nThe [M:s1 mayor] left.",
        s1={"name": "Keiko Ito", "role": "mayor"},
    )
    told = Span(*re.search("mayor", case.article.text).span())
    source = dataclasses.replace(case.sources[0], evidence=(Evidence("role:title", (told,)),))
    late = dataclasses.replace(case, sources=(source,))
    assert [late.words(finding.span) for finding in findings(late, "R10")] == ["Keiko Ito"]
    assert "2 paragraphs later" in findings(late, "R10")[0].message
    told_at_once = Evidence("role:title", (told, Span(0, 5)))
    early = dataclasses.replace(case, sources=(dataclasses.replace(source, evidence=(told_at_once,)),))
    assert findings(early, "R10") == []


def test_reservations_stand_in_the_message_where_speakers_are_unknown():
    story = f"[S1:s1 Keiko Ito] [C1 said] [Q1 {LONG}]. [Q2:? “Nobody knows this one.”]"
    known, unknown = sourcing(story.partition(" [Q2")[0], s1=MAYOR), sourcing(story, s1=MAYOR)
    assert "as far as speakers are known" not in findings(known, "R6")[0].message
    assert "1 quote is unresolved" in findings(unknown, "R6")[0].message


def test_ambiguous_speakers_are_named_in_the_message():
    case = sourcing("[S1:s1?s2 He] [C1 said] [Q1 it was late].", s1=MAYOR, s2=CHIEF)
    assert findings(case, "R17")[0].message == "It is not clear who speaks: “Keiko Ito” or “Omar Haddad”."


def test_thoughts_and_repeated_words_run_into_no_rule():
    case = sourcing("[S1:s1 A source] [C1:claim claimed] [Q1 the corrupt chief took bribes].", s1=ANON)
    thought = dataclasses.replace(case, quotes=(dataclasses.replace(case.quotes[0], act="thought"),))
    repeated = dataclasses.replace(case, quotes=(dataclasses.replace(case.quotes[0], flags=("duplicate",)),))
    profile = load_profile("strict-agency")
    assert check_sourcing(*case.parts, case.audit, profile=profile)
    assert check_sourcing(*thought.parts, thought.audit, profile=profile) == ()
    assert check_sourcing(*repeated.parts, repeated.audit, profile=profile) == ()


def test_findings_come_in_text_order_and_the_same_each_time():
    case = sourcing(
        "[Q1:s1 “Yes,”] [C1:claim claimed] [S1:s1 a source]. [Q2:s2 “No,”] [C2:admit admitted] [S2:s2 Omar Haddad].\n\n"
        "[Q3:? “So.”]",
        s1=ANON,
        s2={},
    )
    profile = load_profile("strict-agency")
    found = check_sourcing(*case.parts, case.audit, profile=profile)
    keys = [(finding.span.start, int(finding.rule[1:])) for finding in found]
    assert len(found) >= 8
    assert keys == sorted(keys)
    assert found == check_sourcing(*case.parts, case.audit, profile=profile)


def test_a_rule_that_is_off_finds_nothing(tmp_path):
    case = sourcing("[Q1:? “It is late.”]")
    path = tmp_path / "desk.toml"
    path.write_text('name = "desk"\ndated = 2026-01-31\n[R17]\nseverity = "off"\n', encoding="utf-8")
    assert findings(case, "R17") != []
    assert findings(case, "R17", str(path)) == []


@pytest.mark.parametrize("profile", ["default", "strict-agency", "broadcaster"])
def test_work_grows_with_the_story_and_not_with_its_square(profile):
    block = (
        "[Q{0}:s{2} “It rained. The corrupt wall fell,”] [C{0}:claim claimed] [S{0}:s{2} sources]. "
        "[S{1}:s{2} He] [C{1}:accuse accused] the Works Office of [Q{1} fraud]. [N:s{2} He declined to comment.]"
    )

    def steps(size: int) -> int:
        story = "\n\n".join(block.format(2 * n, 2 * n + 1, n % (size // 2)) for n in range(size))
        case = sourcing(story, **{f"s{n}": {**ANON_GROUP, "affiliation": f"House {n}"} for n in range(size)})
        audit = case.audit
        loaded = load_profile(profile)
        return count_steps(lambda: check_sourcing(*case.parts, audit, profile=loaded))

    assert steps(240) < EIGHTFOLD * steps(30)


def test_every_rule_is_documented_with_its_thresholds():
    text = (Path(__file__).parent.parent / "docs" / "audit.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (R\d+) \| .* \| ([^|]*) \| [^|]* \|$", text, re.MULTILINE)
    assert [rule for rule, _ in rows] == [rule.id for rule in RULES]
    for rule, thresholds in rows:
        assert set(re.findall(r"`(\w+)`", thresholds)) == {name for name, _ in load_profile().setting(rule).thresholds}
