"""Short texts with their quotes marked, and who speaks in each: the table that stage 4 is held to.

In a text ``[S1 ...]`` is the source of quote 1, ``[C1 ...]`` its cue, ``[Q1 ...]`` its content; a quote without S and
C is floating. ``speakers`` names who says quotes 1, 2 ..., None where the text does not say, a set where it leaves
several open. ``facts`` states fields of the sources by name. Lines are paragraphs.
"""

# ruff: noqa: E501  a paragraph of a case stands on one line, as it does in an article

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """One text and what must come out."""

    id: str
    text: str
    speakers: tuple[str | frozenset[str] | None, ...]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)


CASES = (
    # --- names ----------------------------------------------------------------------------------------------------------
    Case(
        "surname-after-full-name",
        "[S1 Ngozi Adeyemi] [C1 said] [Q1 the bridge would open in May].\n[S2 Adeyemi] [C2 warned] [Q2 that the work was not finished].",
        ("Ngozi Adeyemi", "Ngozi Adeyemi"),
    ),
    Case(
        "title-and-surname",
        "Keiko Tanaka runs the harbour office. [Q1 “The cranes are old,”] [S1 Ms Tanaka] [C1 said].\n[Q2 “We need new ones,”] [S2 she] [C2 added].",
        ("Keiko Tanaka", "Keiko Tanaka"),
        {"Keiko Tanaka": {"pronouns": "she", "kind": "person"}},
    ),
    Case(
        "surname-before-full-name",
        "Okafor: [Q1 We will not sell the mill]\nThe owner of the mill, [S2 Chidi Okafor], [C2 said] [Q2 there had been no offer].",
        ("Chidi Okafor", "Chidi Okafor"),
    ),
    Case(
        "couple-with-one-surname-by-title",
        "Mr. Ivan Petrov and Mrs. Olga Petrov came to the hearing. [Q1 “We lost everything,”] [S1 Mrs. Petrov] [C1 said]. [S2 Mr. Petrov] [C2 said] [Q2 the bank had not called].",
        ("Olga Petrov", "Ivan Petrov"),
        {"Olga Petrov": {"pronouns": None}},
    ),
    Case(
        "couple-with-one-surname-by-nearness",
        "Farida Rahman teaches at the school.\nHer husband works abroad.\nLater, Tariq Rahman joined the meeting. [S1 Rahman] [C1 said] [Q1 the roof leaked].",
        ("Tariq Rahman",),
    ),
    Case(
        "couple-left-open",
        "Elena Costa and Bruno Costa signed the letter. [S1 Costa] [C1 said] [Q1 the council had lied].",
        (frozenset({"Elena Costa", "Bruno Costa"}),),
    ),
    Case(
        "single-name",
        "[S1 Ronaldinho] [C1 said] [Q1 he would play again]. [Q2 “I miss the grass,”] [S2 he] [C2 said].",
        ("Ronaldinho", "Ronaldinho"),
        {"Ronaldinho": {"kind": "person"}},
    ),
    Case(
        "eastern-order",
        "The director, Chen Weiming, spoke first. [S1 Chen] [C1 said] [Q1 the plant was safe].",
        ("Chen Weiming",),
    ),
    Case(
        "particles",
        "[S1 Bart van der Linden] [C1 said] [Q1 the dyke had held]. [S2 Van der Linden] [C2 added] [Q2 that the pumps were running].",
        ("Bart van der Linden", "Bart van der Linden"),
    ),
    Case(
        "patronymic",
        "[S1 Anna Sergeyevna Orlova] [C1 said] [Q1 the lake was clean]. [S2 Anna Orlova] [C2 added] [Q2 that tests would go on].",
        ("Anna Sergeyevna Orlova", "Anna Sergeyevna Orlova"),
    ),
    Case(
        "suffix",
        "[S1 Marcus Hill Jr.] [C1 said] [Q1 his father had built the church]. [S2 Hill] [C2 said] [Q2 it would be rebuilt].",
        ("Marcus Hill Jr.", "Marcus Hill Jr."),
    ),
    Case(
        "initial-and-full-name",
        "[S1 J. Okonkwo] [C1 wrote] [Q1 that the fund was empty]. Later [S2 James Okonkwo] [C2 said] [Q2 it was a mistake].",
        ("James Okonkwo", "James Okonkwo"),
    ),
    Case(
        "possessive-source",
        "Leila Haddad sued the airline. [S1 Haddad’s] [C1 claim] that [Q1 the crew left early] was heard on Monday.",
        ("Leila Haddad",),
    ),
    Case(
        "name-tagged-by-its-role",
        "[S1 Mbale resident Okello Wandera] [C1 said] [Q1 the road had gone]. [Q2 “There is only mud,”] [S2 he] [C2 said].",
        ("Okello Wandera", "Okello Wandera"),
        {"Okello Wandera": {"role": "Mbale resident", "role_group": "citizen", "kind": "person"}},
    ),
    Case(
        "given-name-that-is-a-verb",
        "[S1 Will Adomako] [C1 said] [Q1 the well had failed]. [S2 Adomako] [C2 said] [Q2 it was old].",
        ("Will Adomako", "Will Adomako"),
    ),
    Case(
        "reporter-of-a-body",
        "[S1 CNN’s Omar Sy] [C1 reported] [Q1 that it rained].",
        ("Omar Sy",),
        {"Omar Sy": {"kind": "person", "affiliation": "CNN", "role_group": "media"}},
    ),
    # --- organisations --------------------------------------------------------------------------------------------------
    Case(
        "acronym-in-brackets",
        "The Coastal Fishers Union (CFU) called a strike. [S1 The CFU] [C1 said] [Q1 boats would stay in port].",
        ("Coastal Fishers Union",),
        {"Coastal Fishers Union": {"kind": "organization", "role_group": "civil_society"}},
    ),
    Case(
        "acronym-from-initials",
        "Lake Rescue Network said it had found the boat. [S1 LRN] [C1 said] [Q1 the crew was alive].",
        ("Lake Rescue Network",),
    ),
    Case(
        "the-ministry",
        "The Ministry of Transport closed the tunnel. [S1 The ministry] [C1 said] [Q1 repairs would take a month].",
        ("Ministry of Transport",),
        {"Ministry of Transport": {"kind": "organization", "role_group": "government"}},
    ),
    Case(
        "the-company",
        "Ardenta Corp. makes batteries in Lodz. [S1 The company] [C1 said] [Q1 it would hire 200 people].",
        ("Ardenta Corp.",),
        {"Ardenta Corp.": {"role_group": "business"}},
    ),
    Case(
        "the-group-after-an-organisation",
        "Amnesty International visited the camp in June. [S1 The group] [C1 said] [Q1 water was short].",
        ("Amnesty International",),
        {"Amnesty International": {"role_group": "civil_society"}},
    ),
    Case(
        "pentagon-is-security",
        "[Q1 The base was hit twice], [C1 according to] [S1 the Pentagon].",
        ("Pentagon",),
        {"Pentagon": {"kind": "organization", "role_group": "security", "role": None}},
    ),
    Case(
        "police",
        "[S1 Police] [C1 said] [Q1 two men were held]. [S2 Police] [C2 said] [Q2 a third had fled].",
        ("police", "police"),
        {"police": {"kind": "organization", "role_group": "security"}},
    ),
    Case(
        "news-agency",
        "[Q1 The talks ended without a deal], [S1 Jordan’s state news agency] [C1 said].",
        ("Jordan’s state news agency",),
        {"Jordan’s state news agency": {"kind": "organization", "role_group": "media"}},
    ),
    # --- pronouns -------------------------------------------------------------------------------------------------------
    Case(
        "he-after-his-own-sentence",
        "[S1 Tomasz Nowak], a baker, [C1 said] [Q1 flour was dear].\n[Q2 “I pay twice as much as in spring,”] [S2 he] [C2 said].",
        ("Tomasz Nowak", "Tomasz Nowak"),
        {"Tomasz Nowak": {"role": "a baker", "pronouns": "he"}},
    ),
    Case(
        "she-and-he-by-title",
        "Ms. Ines Duarte met Mr. Paolo Bianchi at the ministry. [S1 She] [C1 said] [Q1 the law was weak]. [S2 He] [C2 said] [Q2 it was strong].",
        ("Ines Duarte", "Paolo Bianchi"),
    ),
    Case(
        "she-by-role-noun",
        "Congresswoman Dana Whitehorse debated Senator Luis Ortega. [S1 She] [C1 said] [Q1 the bill would fail].",
        ("Dana Whitehorse",),
        {"Dana Whitehorse": {"role": "Congresswoman", "role_group": "politics"}},
    ),
    Case(
        "speaker-before-object",
        "[S1 Amal Nasser] [C1 told] Viktor Horvat [Q1 that the sale was off]. [Q2 “It is over,”] [S2 Nasser] [C2 said].\n[Q3 “We tried,”] [S3 she] [C3 added].",
        ("Amal Nasser", "Amal Nasser", "Amal Nasser"),
    ),
    Case(
        "name-inside-the-quote-is-no-candidate",
        "[S1 Yusuf Demir] [C1 said] [Q1 “Marta Lind lied to all of us.”] [Q2 “It hurts,”] [S2 he] [C2 said].",
        ("Yusuf Demir", "Yusuf Demir"),
    ),
    Case(
        "pronoun-inside-the-quote-is-no-source",
        "[S1 Noor Khan], a Green MP, [C1 said] [Q1 she was worried]. [Q2 “What he has done is wrong.”]",
        ("Noor Khan", "Noor Khan"),
        {"Noor Khan": {"role_group": "politics"}},
    ),
    Case(
        "it-is-the-organisation",
        "Ravenhill Council voted on Friday. [S1 It] [C1 said] [Q1 the pool would close].",
        ("Ravenhill Council",),
    ),
    Case(
        "they-are-the-group",
        "[S1 Residents] [C1 said] [Q1 the siren had failed]. [Q2 “Nobody heard a thing,”] [S2 they] [C2 said].",
        ("residents", "residents"),
        {"residents": {"kind": "group", "role_group": "citizen"}},
    ),
    Case(
        "first-person-outside-quotes-is-the-reporter",
        "The hall was empty. [S1 I] [C1 asked] [Q1 where everyone had gone].",
        (None,),
    ),
    Case(
        "no-one-before-the-pronoun",
        "[S1 He] [C1 said] [Q1 the snow would last].",
        (None,),
    ),
    Case(
        "apostrophe-of-another-form",
        "[S1 Liam O’Dowd] [C1 said] [Q1 the quay was flooded]. [S2 O'Dowd] [C2 added] [Q2 that the pumps had failed].",
        ("Liam O’Dowd", "Liam O’Dowd"),
    ),
    Case(
        "suffixes-keep-people-apart",
        "[S1 Kwame Tetteh Jr.] [C1 said] [Q1 the shop would close]. [S2 Kwame Tetteh III] [C2 said] [Q2 he would buy it].",
        ("Kwame Tetteh Jr.", "Kwame Tetteh III"),
    ),
    Case(
        "two-campaigns-by-owner",
        "Ngozi Okafor and Kenji Sato are running for mayor. [S1 Okafor's campaign] [C1 said] [Q1 the poll was wrong]. [S2 The Sato campaign] [C2 said] [Q2 it was pleased]. Okafor was in the north that day. [S3 Sato's campaign] [C3 said] [Q3 it would go on].",
        ("Okafor's campaign", "Sato campaign", "Sato campaign"),
    ),
    Case(
        "lawyers-by-owner",
        "Ngozi Okafor and Kenji Sato were in court. [S1 Okafor's lawyer] [C1 said] [Q1 the charge was false]. [S2 Sato's lawyer] [C2 said] [Q2 his client was ill]. [S3 Okafor's lawyer] [C3 added] [Q3 that she would appeal].",
        ("Okafor's lawyer", "Sato's lawyer", "Okafor's lawyer"),
    ),
    Case(
        "pronoun-before-its-name",
        "Selin Kaya praised Otto Lind for his work on the dam. While [S1 he] [C1 warned] [Q1 that time was short], Lind did not resign.",
        ("Otto Lind",),
    ),
    Case(
        "pronouns-of-the-whole-article",
        "Noor Haddad spoke first. She had come by train, and she was late. Piotr Lis met her there.\nLis and Haddad shook hands. [Q1 “It is settled,”] [S1 she] [C1 said].",
        ("Noor Haddad",),
        {"Noor Haddad": {"pronouns": "she"}},
    ),
    Case(
        "introduced-right-before-the-quote",
        "[Q1 “We are ready,”] [C1 said] [S1 Anselm Roy]. [S2 Roy] [C2 added] [Q2 that the trucks were full].\nThe plan has drawn criticism from Henrik Dahl, president of the growers' league in Visby.\n[Q3 “Nobody asked us,”] [S3 he] [C3 said].",
        ("Anselm Roy", "Anselm Roy", "Henrik Dahl"),
    ),
    Case(
        "named-with-a-title-in-passing",
        "[S1 Omar Bel] [C1 told] a radio station [Q1 that the port was full]. [S2 He] [C2 spoke of] [Q2 the plans of harbour master Nils Aro]. For his part, [S3 he] [C3 said] [Q3 he would be honoured to serve].",
        ("Omar Bel", "Omar Bel", "Omar Bel"),
    ),
    Case(
        "a-thing-is-never-he",
        "Tomas Berg spoke for an hour. The middle class of the valley had waited for it. [S1 He] [C1 promised] [Q1 new schools].",
        ("Tomas Berg",),
    ),
    Case(
        "colon-names-who-wrote",
        "[S1 Analysts] [C1 said] [Q1 the harvest would fail].\nOne voice among many - Farid Osmani: [Q2 “The rains came late, and they will come late again.”]",
        ("analysts", "Farid Osmani"),
    ),
    Case(
        "colon-after-a-sentence-about-one",
        "[S1 Analysts] [C1 said] [Q1 the port was closed].\nHere is Lucía Ferrer in a letter of last March:\n[Q2 “Nobody asked us what the port was worth.”]",
        ("analysts", "Lucía Ferrer"),
    ),
    Case(
        "comma-and-name-after-the-words",
        "[S1 Neighbours] [C1 hope] [Q1 that the mill opens again].\n[Q2 “I would walk there every morning,”] the oldest weaver, Tomasz Wilk, who lost his post in May, told a crowd of friends.",
        ("neighbours", "Tomasz Wilk"),
    ),
    Case(
        "no-person-in-the-noun",
        "Amina Yusuf spoke for the growers. [Q1 “We have waited,”] [S1 she] [C1 said]. [S2 The debate] [C2 showed] [Q2 that the council was split].",
        ("Amina Yusuf", "debate"),
    ),
    Case(
        "place-before-a-description",
        "Pilar Ortega, a candidate for governor, came by train. During a stop in Salina, Kansas, [S1 the candidate] [C1 said] [Q1 the mill would open]. In Texas, [S2 the candidate] [C2 said] [Q2 that taxes would fall].",
        ("Pilar Ortega", "Pilar Ortega"),
    ),
    Case(
        "verb-then-name-then-colon",
        "[S1 Analysts] [C1 said] [Q1 the harvest would fail].\n[C2 Continued] Farid Osmani: [Q2 “The rains came late, and they will come late again.”]",
        ("analysts", "Farid Osmani"),
    ),
    # --- descriptions ---------------------------------------------------------------------------------------------------
    Case(
        "the-minister",
        "Finance Minister Rosa Quispe spoke to farmers. Pablo Huanca listened. [S1 The minister] [C1 said] [Q1 taxes would fall].",
        ("Rosa Quispe",),
        {"Rosa Quispe": {"role": "Finance Minister", "role_group": "government"}},
    ),
    Case(
        "the-activist",
        "Thandi Mokoena, an anti-mining activist, chained herself to a gate.\n[Q1 “They will have to cut me off,”] [S1 the activist] [C1 said].",
        ("Thandi Mokoena",),
        {"Thandi Mokoena": {"role": "an anti-mining activist", "role_group": "civil_society"}},
    ),
    Case(
        "the-age",
        "[S1 Arjun Mehta], 43, a farmer from Nashik, [C1 said] [Q1 the rain came late].\n[Q2 “We sold the cow,”] [S2 the 43-year-old] [C2 said].",
        ("Arjun Mehta", "Arjun Mehta"),
        {"Arjun Mehta": {"role": "a farmer from Nashik", "role_group": "professional"}},
    ),
    Case(
        "another-office-word-for-the-same-office",
        "Sen. Ruth Kealoha opposed the pipeline. [S1 The lawmaker] [C1 said] [Q1 the river came first].",
        ("Ruth Kealoha",),
        {"Ruth Kealoha": {"role": "Sen.", "role_group": "politics"}},
    ),
    Case(
        "a-resident-then-the-resident",
        "[S1 A resident] [C1 said] [Q1 the wall had moved]. [S2 The resident] [C2 said] [Q2 nobody came].",
        ("resident", "resident"),
        {"resident": {"kind": "unnamed_person", "anonymous": False}},
    ),
    Case(
        "two-new-residents-are-two",
        "[S1 A shopkeeper] [C1 said] [Q1 thieves came at night]. [S2 Another shopkeeper] [C2 said] [Q2 it was boys].",
        ("shopkeeper", "shopkeeper"),
        {"": {"sources": 2}},
    ),
    Case(
        "officials-again",
        "[S1 Local officials] [C1 said] [Q1 the dam had cracked]. [Q2 Most villagers had left], [S2 officials] [C2 said].",
        ("local officials", "local officials"),
        {"local officials": {"kind": "group", "role_group": "government"}, "": {"sources": 1}},
    ),
    Case(
        "officials-elsewhere-are-others",
        "[S1 Local officials] [C1 said] [Q1 the dam had cracked].\nThe flood also reached Osh, where [S2 officials] [C2 admitted] [Q2 losing two bridges].",
        ("local officials", "officials"),
        {"": {"sources": 2}},
    ),
    Case(
        "both-sides",
        "A meeting between the teachers’ union and the school board ended on Friday, with [S1 both sides] [C1 urging] [Q1 calm].",
        ("teachers’ union and school board",),
        {"teachers’ union and school board": {"kind": "group", "role_group": "civil_society"}},
    ),
    Case(
        "two-who-speak-as-one",
        "[S1 Petra Novak and Luis Ferrer] [C1 said] [Q1 the cave was deeper than they thought].",
        ("Petra Novak and Luis Ferrer",),
        {"Petra Novak and Luis Ferrer": {"kind": "group"}},
    ),
    Case(
        "the-report",
        "A report by the Ombudsman was published on Monday. [S1 The report] [C1 found] [Q1 that rules were ignored].",
        ("report by the Ombudsman",),
        {"report by the Ombudsman": {"kind": "document"}},
    ),
    Case(
        "a-statement-is-its-author",
        "[S1 A statement from the Kasese Hospital] [C1 said] [Q1 ten people were treated].",
        ("Kasese Hospital",),
        {"Kasese Hospital": {"kind": "organization"}},
    ),
    # --- roles ----------------------------------------------------------------------------------------------------------
    Case(
        "role-before-the-name",
        "[S1 Rivers State Governor Emeka Nwosu] [C1 said] [Q1 schools would reopen].",
        ("Emeka Nwosu",),
        {"Emeka Nwosu": {"role": "Rivers State Governor", "role_group": "government", "affiliation": None}},
    ),
    Case(
        "apposition-after",
        "[S1 Parvin Jalili, a rights activist in the city,] [C1 voiced] [Q1 fear for the girls].",
        ("Parvin Jalili",),
        {"Parvin Jalili": {"role": "a rights activist in the city", "role_group": "civil_society"}},
    ),
    Case(
        "apposition-before",
        "[S1 The mayor of Graz, Lena Huber], [C1 said] [Q1 the tram would be free].",
        ("Lena Huber",),
        {"Lena Huber": {"role": "The mayor of Graz", "role_group": "government"}},
    ),
    Case(
        "relative-clause",
        "[S1 Sofia Lindqvist], who heads the Nordic Seed Bank, [C1 said] [Q1 the vault was dry].",
        ("Sofia Lindqvist",),
        {"Sofia Lindqvist": {"role": "heads the Nordic Seed Bank", "affiliation": "Nordic Seed Bank"}},
    ),
    Case(
        "party-and-state",
        "[S1 Rep. Carl Jensen (D-Ohio)] [C1 said] [Q1 the vote was rushed].",
        ("Carl Jensen",),
        {"Carl Jensen": {"role_group": "politics", "affiliation": None}},
    ),
    Case(
        "predicate",
        "Rekha Pillai is the head of the dockers union. [Q1 “No ship moves,”] [S1 Pillai] [C1 said].",
        ("Rekha Pillai",),
        {"Rekha Pillai": {"role": "the head of the dockers union", "role_group": "civil_society"}},
    ),
    Case(
        "role-at-a-later-mention",
        "[Q1 “It was luck,”] [S1 Hana Yoshida] [C1 said].\nYoshida, a marine biologist, found the whale by chance. [Q2 “I heard it breathe,”] [S2 she] [C2 said].",
        ("Hana Yoshida", "Hana Yoshida"),
        {"Hana Yoshida": {"role": "a marine biologist", "role_group": "expert"}},
    ),
    Case(
        "acronym-in-the-role",
        "Human Rights Watch visited the jail. [S1 HRW associate director Samira Aziz] [C1 said] [Q1 cells were flooded].",
        ("Samira Aziz",),
        {
            "Samira Aziz": {
                "role": "HRW associate director",
                "affiliation": "Human Rights Watch",
                "role_group": "civil_society",
            }
        },
    ),
    Case(
        "spokesman-of-the-subject",
        "[Q1 The defence ministry sent troops to the pass], [S1 spokesman Farid Amini] [C1 said].",
        ("Farid Amini",),
        {"Farid Amini": {"role": "spokesman", "affiliation": "defence ministry", "role_group": "government"}},
    ),
    Case(
        "police-spokesman",
        "[S1 Police spokesman Juma Otieno] [C1 said] [Q1 roads were closed].",
        ("Juma Otieno",),
        {"Juma Otieno": {"role": "Police spokesman", "role_group": "security"}},
    ),
    Case(
        "company-spokeswoman",
        "[S1 A company spokeswoman] [C1 said] [Q1 the leak was small].",
        ("company spokeswoman",),
        {"company spokeswoman": {"kind": "unnamed_person", "role_group": "business", "anonymous": False}},
    ),
    Case(
        "spokesman-for-somebody",
        "[S1 A spokesman for Governor Ana Kovac] [C1 said] [Q1 she would not resign].",
        ("spokesman for Governor Ana Kovac",),
        {"spokesman for Governor Ana Kovac": {"kind": "unnamed_person", "role_group": "government"}},
    ),
    Case(
        "professor",
        "[S1 Samuel Osei, a professor of law at the University of Ghana,] [C1 said] [Q1 the ruling was odd].",
        ("Samuel Osei",),
        {"Samuel Osei": {"role_group": "expert", "affiliation": "University of Ghana"}},
    ),
    Case(
        "former-stays",
        "[S1 Former police chief Ivo Marek] [C1 said] [Q1 the file was lost].",
        ("Ivo Marek",),
        {"Ivo Marek": {"role": "Former police chief", "role_group": "security"}},
    ),
    Case(
        "candidate-is-politics",
        "[S1 Mayor Jin Park, a candidate for governor,] [C1 said] [Q1 he would cut fares].",
        ("Jin Park",),
        {"Jin Park": {"role_group": "politics"}},
    ),
    Case(
        "union-leader",
        "[S1 Union leader Gwen Pritchard] [C1 said] [Q1 talks had failed].",
        ("Gwen Pritchard",),
        {"Gwen Pritchard": {"role": "Union leader", "role_group": "civil_society"}},
    ),
    Case(
        "council-member",
        "[S1 Herat provincial council member Zohra Karimi] [C1 said] [Q1 the road was cut]. [Q2 “People are afraid,”] [S2 she] [C2 said].\n[Q3 “All shops are closed.”]",
        ("Zohra Karimi", "Zohra Karimi", "Zohra Karimi"),
        {"Zohra Karimi": {"role": "Herat provincial council member", "role_group": "politics"}},
    ),
    Case(
        "nobody-says-who",
        "The plan [C1 was described as] [Q1 a disaster].",
        (None,),
    ),
    Case(
        "aide-of-a-candidate",
        "[S1 Brian Holt, a spokesman for the Okafor campaign,] [C1 said] [Q1 the tour would go on].",
        ("Brian Holt",),
        {"Brian Holt": {"role_group": "politics", "affiliation": "Okafor campaign"}},
    ),
    Case(
        "committee-named-elsewhere",
        "The Energy Committee met on Monday. [S1 Mia Wolfe, the top Democrat on the panel,] [C1 said] [Q1 it was late].",
        ("Mia Wolfe",),
        {
            "Mia Wolfe": {
                "role": "the top Democrat on the panel",
                "affiliation": "Energy Committee",
                "role_group": "politics",
            }
        },
    ),
    Case(
        "role-over-commas",
        "[S1 Noah Brandt, a teacher of art, music and drama,] [C1 said] [Q1 the hall was full].",
        ("Noah Brandt",),
        {"Noah Brandt": {"role": "a teacher of art, music and drama", "role_group": "professional"}},
    ),
    Case(
        "the-other-party",
        "[S1 Tom Brandt, R-Ky.,] [C1 said] [Q1 no]. [S2 Mia Wolfe, a Democrat,] [C2 said] [Q2 yes]. [S3 The Republican] [C3 said] [Q3 it was late].",
        ("Tom Brandt", "Mia Wolfe", "Tom Brandt"),
    ),
    # --- floating quotes ------------------------------------------------------------------------------------------------
    Case(
        "next-sentence",
        "[Q1 “It is hard,”] [S1 Mina Rezaei] [C1 said]. She looked puzzled. [Q2 “What even is this?”]",
        ("Mina Rezaei", "Mina Rezaei"),
    ),
    Case(
        "next-paragraph-after-indirect-speech",
        "[S1 Oskar Lund] [C1 said] [Q1 they were not sure either].\n[Q2 “We will ask the judge.”]",
        ("Oskar Lund", "Oskar Lund"),
    ),
    Case(
        "before-its-attribution",
        "The hall fell silent as Aisha Bello rose.\n[Q1 “Enough.”] She paused. [Q2 “Enough is enough,”] [S2 Bello] [C2 said].",
        ("Aisha Bello", "Aisha Bello"),
    ),
    Case(
        "two-speakers-take-turns",
        "[Q1 “I saw it,”] [S1 Pedro Alves] [C1 said].\n[Q2 “I did not,”] [S2 Wei Zhang] [C2 said].\n[Q3 “There was no light at all.”]",
        ("Pedro Alves", "Wei Zhang", "Wei Zhang"),
    ),
    Case(
        "floating-with-nobody-near",
        "[Q1 “Nothing lasts.”]\nThe museum opened in 1921 and closed last week.",
        (None,),
    ),
    # --- anonymity ------------------------------------------------------------------------------------------------------
    Case(
        "bare-source",
        "[S1 A source] [C1 said] [Q1 the deal was dead].",
        ("source",),
        {"source": {"kind": "unnamed_person", "anonymous": True, "reason": None, "role_group": "unknown"}},
    ),
    Case(
        "condition-with-reason",
        "[S1 An embassy official] [C1 said] [Q1 visas would stop], speaking on condition of anonymity because he was not authorised to speak to reporters.",
        ("embassy official",),
        {
            "embassy official": {
                "anonymous": True,
                "reason": "because he was not authorised to speak to reporters",
                "role_group": "government",
            }
        },
    ),
    Case(
        "asked-not-to-be-named",
        "[S1 A nurse], who asked not to be named for fear of losing her job, [C1 said] [Q1 beds were short].",
        ("nurse",),
        {"nurse": {"anonymous": True, "role_group": "professional"}},
    ),
    Case(
        "people-familiar-with-the-matter",
        "[Q1 The bank would cut jobs], [C1 according to] [S1 people familiar with the matter].",
        ("people familiar with the matter",),
        {"people familiar with the matter": {"kind": "group", "anonymous": True}},
    ),
    Case(
        "merely-unnamed-spokesperson",
        "[S1 An airline spokesman] [C1 said] [Q1 flights were late].",
        ("airline spokesman",),
        {"airline spokesman": {"anonymous": False, "role_group": "business"}},
    ),
    # --- bodies behind roles, appositions, interviews, private lives ------------------------------------------------------
    Case(
        "its-president",
        "The Dockers and Porters Union said no ship would be loaded. [S1 Its president], Amina Lindgren, [C1 said] [Q1 the talks had failed].\nThe Valley Orchard Growers Association has 90 members. [S2 Its director, Pavel Osei], [C2 said] [Q2 frost had killed the blossom].",
        ("Amina Lindgren", "Pavel Osei"),
        {
            "Amina Lindgren": {"role_group": "civil_society", "affiliation": "Dockers and Porters Union"},
            "Pavel Osei": {"role_group": "business", "affiliation": "Valley Orchard Growers Association"},
        },
    ),
    Case(
        "the-unions-officer",
        "The Glass Workers’ Alliance met on Monday. [Q1 “We will strike,”] [C1 said] [S1 Mireille Tan, the union’s regional officer].\n[S2 The leader of the alliance, Joao Brandt], [C2 said] [Q2 the vote was close].",
        ("Mireille Tan", "Joao Brandt"),
        {
            "Mireille Tan": {"role_group": "civil_society", "affiliation": "Glass Workers’ Alliance"},
            "Joao Brandt": {"role_group": "civil_society"},
        },
    ),
    Case(
        "a-bare-chief-executive",
        "Norvik Foods will close its plant in Lund. Norvik Foods made a loss last year.\n[S1 Chief executive Ingrid Mensah] [C1 said] [Q1 the plant was half empty].\n[S2 A Norvik spokesman] [C2 said] [Q2 staff had been told].",
        ("Ingrid Mensah", "Norvik spokesman"),
        {
            "Ingrid Mensah": {"role_group": "business", "affiliation": "Norvik Foods"},
            "Norvik spokesman": {"role_group": "business", "affiliation": "Norvik Foods"},
        },
    ),
    Case(
        "the-utility-by-name",
        "[S1 The utility, Sable Water], [C1 said] [Q1 the pipes were sound]. The contract went to a builder. [S2 The company, Orlan Marine], [C2 denied] [Q2 any fault].",
        ("Sable Water", "Orlan Marine"),
        {
            "Sable Water": {"kind": "organization", "role_group": "business"},
            "Orlan Marine": {"kind": "organization", "role_group": "business"},
        },
    ),
    Case(
        "a-description-with-a-titled-name-after-it",
        "Greta Okello leads the opposition on the council. [S1 The leader of the council], Sir Idris Novak, [C1 said] [Q1 the vote would stand].",
        ("Idris Novak",),
    ),
    Case(
        "double-surname",
        "[S1 State Sen. Marta Oyelaran-Bell] [C1 said] [Q1 the bill was dead]. [Q2 “It was never alive,”] [S2 Oyelaran-Bell] [C2 wrote].\n[S3 Cllr Tomas Lindqvist-Roy] [C3 said] [Q3 the park would close].",
        ("Marta Oyelaran-Bell", "Marta Oyelaran-Bell", "Tomas Lindqvist-Roy"),
        {
            "Marta Oyelaran-Bell": {"kind": "person", "role_group": "politics"},
            "Tomas Lindqvist-Roy": {"role": "Cllr", "role_group": "politics"},
        },
    ),
    Case(
        "the-officer-and-the-boy",
        "[S1 PC Amara Diallo of Fenland Police] [C1 appealed] for [Q1 witnesses]. [S2 The officer] [C2 said] [Q2 the paint was red].\nOlga Petrov had come with her nephew Tariq. [Q3 “It stinks,”] [C3 said] [S3 the boy].",
        ("Amara Diallo", "Amara Diallo", "Tariq"),
        {"Amara Diallo": {"role_group": "security"}, "Tariq": {"role_group": "citizen", "kind": "person"}},
    ),
    Case(
        "one-of-the-people",
        "The fund was empty by May, according to [S1 two people familiar with the audit], who spoke [C1 on condition of anonymity] because it is secret: [Q1 nothing was left].\n[Q2 “We saw it coming,”] [S2 one of the people] [C2 said].",
        ("people familiar with the audit", "one of the people"),
        {
            "people familiar with the audit": {"role_group": "unknown", "anonymous": True},
            "one of the people": {
                "role_group": "unknown",
                "anonymous": True,
                "role": "people familiar with the audit",
                "kind": "unnamed_person",
            },
        },
    ),
    Case(
        "named-not-at-the-second-mention",
        "[S1 A former clerk of the court] [C1 said] [Q1 the files were lost].\n[Q2 “Nobody looked,”] [C2 said] [S2 the former clerk], who would not be named for fear of losing a pension.",
        ("former clerk of the court", "former clerk of the court"),
        {"former clerk of the court": {"anonymous": True, "reason": "for fear of losing a pension"}},
    ),
    Case(
        "private-lives",
        "[S1 Yusuf Lindholm, who farms 40 acres by the river], [C1 said] [Q1 the dyke would break].\n[S2 Petra Nakamura] swept water out of her kitchen and [C2 said] [Q2 it was the third flood].\n[Q3 “We like it,”] [C3 said] [S3 the younger of the sisters, Asha Romero].",
        ("Yusuf Lindholm", "Petra Nakamura", "Asha Romero"),
        {
            "Yusuf Lindholm": {"role_group": "citizen"},
            "Petra Nakamura": {"role_group": "citizen"},
            "Asha Romero": {"role_group": "citizen", "role": "the younger of the sisters"},
        },
    ),
    Case(
        "a-bare-director-and-a-film",
        "The film opened in Lagos. [S1 Director Bisi Holm] [C1 said] [Q1 the actors had no script].\n[S2 Director Lars Adeyemi] [C2 said] [Q2 the pumps were old].",
        ("Bisi Holm", "Lars Adeyemi"),
        {"Bisi Holm": {"role_group": "culture_sport"}, "Lars Adeyemi": {"role_group": "unknown"}},
    ),
    Case(
        "an-acronym-that-looks-like-a-pronoun",
        "[S1 The WHO] [C1 said] [Q1 the outbreak was over]. [S2 WHO] [C2 added] [Q2 that tests would go on].",
        ("WHO", "WHO"),
        {"WHO": {"kind": "organization", "role_group": "international"}},
    ),
    Case(
        "a-survey-by-a-body",
        "[Q1 Half of all bakers work at night], [S1 a survey by the Oven Barometer] [C1 found]. [S2 Its director, Lien Castro], [C2 said] [Q2 few of them minded].",
        ("survey by the Oven Barometer", "Lien Castro"),
        {"Lien Castro": {"role_group": "expert", "affiliation": "Oven Barometer"}},
    ),
    Case(
        "a-doctor-who-is-a-consultant",
        "[S1 Dr Oluchi Brandt, a consultant at Westmere General], [C1 said] [Q1 the ward was full].",
        ("Oluchi Brandt",),
        {"Oluchi Brandt": {"role_group": "professional", "affiliation": "Westmere General"}},
    ),
    Case(
        "critics-are-not-the-body",
        "[S1 Critics of the ministry] [C1 said] [Q1 the tunnel leaked]. [S2 The museum], the Karlsund Museum of Glass, [C2 said] [Q2 it needed help].",
        ("critics of the ministry", "Karlsund Museum of Glass"),
        {
            "critics of the ministry": {"kind": "group", "role_group": "unknown"},
            "Karlsund Museum of Glass": {"role_group": "expert"},
        },
    ),
    # --- shapes read in news of many desks --------------------------------------------------------------------------------
    Case(
        "party-noun-after-a-state",
        "[Q1 “The bill is dead,”] [C1 said] [S1 a Nevada Democrat].\n[Q2 “It will be back,”] [S2 an Alberta Conservative] [C2 said].\n[Q3 “Nobody read it,”] [C3 added] [S3 another Ohio Republican].",
        ("Nevada Democrat", "Alberta Conservative", "Ohio Republican"),
        {
            "Nevada Democrat": {"kind": "unnamed_person", "role_group": "politics"},
            "Alberta Conservative": {"kind": "unnamed_person", "role_group": "politics"},
            "Ohio Republican": {"kind": "unnamed_person", "role_group": "politics"},
        },
    ),
    Case(
        "roles-before-lists-of-names",
        "The report is by economists Ama Boateng and Luis Ferrer. [S1 Ferrer] [C1 said] [Q1 rents had doubled]. It was checked by lawyers Mei Tan, Oleg Sidorov and Jane Foley. [S2 Foley] [C2 said] [Q2 the law was clear]. Astronauts Kim Dae-ho and Rosa Lund flew it. [S3 Lund] [C3 said] [Q3 it shook].",
        ("Luis Ferrer", "Jane Foley", "Rosa Lund"),
        {
            "Luis Ferrer": {"role": "economists", "role_group": "expert"},
            "Jane Foley": {"role": "lawyers", "role_group": "justice"},
            "Rosa Lund": {"role": "Astronauts", "role_group": "professional"},
        },
    ),
    Case(
        "coined-noun-of-a-person",
        "[S1 Ines Carvalho, a palaeobiogeographer at the coast station,] [C1 said] [Q1 the bones were old]. [S2 Tunde Bello, a UN rapporteur,] [C2 said] [Q2 the camp was full]. [S3 Hanna Virtanen, a glaciomechanist,] [C3 said] [Q3 the ice had moved].",
        ("Ines Carvalho", "Tunde Bello", "Hanna Virtanen"),
        {
            "Ines Carvalho": {"role": "a palaeobiogeographer at the coast station"},
            "Tunde Bello": {"role": "a UN rapporteur"},
            "Hanna Virtanen": {"role": "a glaciomechanist"},
        },
    ),
    Case(
        "description-before-a-dash",
        "[S1 A former mayor -- Idris Kone --] [C1 said] [Q1 the dam leaked].\n[S2 The union’s treasurer – Carla Mendez –] [C2 said] [Q2 the fund was empty].\n[S3 A retired pilot — Sven Aalto —] [C3 said] [Q3 the runway was short].",
        ("Idris Kone", "Carla Mendez", "Sven Aalto"),
        {
            "Idris Kone": {"role": "A former mayor"},
            "Carla Mendez": {"role": "The union’s treasurer"},
            "Sven Aalto": {"role": "A retired pilot"},
        },
    ),
    Case(
        "office-sought-is-no-role",
        "If she ran for president, [S1 Dalia Marku] [C1 said], [Q1 she would win]. When he stood for mayor, [S2 Bao Nguyen] [C2 said], [Q2 nobody came]. After she resigned as minister, [S3 Freya Holm] [C3 said], [Q3 the phone rang].",
        ("Dalia Marku", "Bao Nguyen", "Freya Holm"),
        {"Dalia Marku": {"role": None}, "Bao Nguyen": {"role": None}},
    ),
    Case(
        "who-asks-is-of-the-media",
        "The minister spoke in an interview with Yasmin Qureshi. [S1 Qureshi] [C1 asked] [Q1 whether he would resign].\nThe debate was moderated by Pavel Novak. [S2 Novak] [C2 told] them [Q2 the time was up].\nThe Lena Okoye show began late. [S3 Okoye] [C3 said] [Q3 the guest was ill].",
        ("Yasmin Qureshi", "Pavel Novak", "Lena Okoye"),
        {
            "Yasmin Qureshi": {"role_group": "media"},
            "Pavel Novak": {"role_group": "media"},
            "Lena Okoye": {"role_group": "media"},
        },
    ),
    Case(
        "office-told-by-the-surname",
        "The Mensah administration cut the tax. [S1 Mensah] [C1 said] [Q1 prices would fall]. Critics of the Kowalski government disagree. [S2 Kowalski] [C2 said] [Q2 they were wrong]. The Duarte cabinet met. [S3 Duarte] [C3 said] [Q3 nothing was settled].",
        ("Mensah", "Kowalski", "Duarte"),
        {
            "Mensah": {"role_group": "government"},
            "Kowalski": {"role_group": "government"},
            "Duarte": {"role_group": "government"},
        },
    ),
    Case(
        "stage-told-by-the-surname",
        "The Petrosyan campaign opened an office. [S1 Petrosyan] [C1 said] [Q1 the roads were bad]. Many voters for Adeleke came. [S2 Adeleke’s supporters] [C2 said] [Q2 he was late]. [S3 Adeleke] [C3 said] [Q3 the train had stopped].",
        ("Petrosyan", "Adeleke’s supporters", "Adeleke"),
        {"Petrosyan": {"role_group": "politics"}, "Adeleke": {"role_group": "politics"}},
    ),
    Case(
        "described-by-another-speaker",
        "[S1 Joana Pires], a judge, [C1 said] [Q1 the real estate mogul had lied]. [S2 Wanjiru Kamau], a nurse, [C2 said] [Q2 the billionaire never paid]. [S3 Pires] [C3 said] [Q3 the veteran would appeal].",
        ("Joana Pires", "Wanjiru Kamau", "Joana Pires"),
        {
            "Joana Pires": {"role": "a judge", "role_group": "justice"},
            "Wanjiru Kamau": {"role": "a nurse", "role_group": "professional"},
        },
    ),
    Case(
        "former-chief-of-a-company",
        "[Q1 The plan was wrong], [S1 Camila Duarte] [C1 said] on Monday. But, [S2 the former CEO of Altavia Foods] [C2 added], [Q2 it could be mended].",
        ("Camila Duarte", "Camila Duarte"),
        {"Camila Duarte": {"role": "former CEO of Altavia Foods", "affiliation": "Altavia Foods"}},
    ),
    Case(
        "town-and-its-council",
        "Port Ellis Council met in Port Ellis on Friday. [S1 The council] [C1 said] [Q1 the pier would close]. [S2 A Port Ellis fisherman] [C2 said] [Q2 he had not been asked].",
        ("Port Ellis Council", "Port Ellis fisherman"),
        {"Port Ellis fisherman": {"affiliation": None}},
    ),
    Case(
        "short-name-in-brackets",
        "The Regional Department of Roads (Regroads) shut the bridge. [S1 Regroads] [C1 said] [Q1 a beam had cracked].\nThe Northern Water Board (Norwat) sent engineers. [S2 Norwat] [C2 said] [Q2 the mains were safe].",
        ("Regional Department of Roads", "Northern Water Board"),
        {"Regional Department of Roads": {"role_group": "government"}},
    ),
    Case(
        "his-within-her-sentence",
        "[Q1 “He broke the rules,”] [S1 Marisol Vega] [C1 told] the hearing, reminding members that Karim Aziz had hidden his accounts. [Q2 “I saw them,”] [S2 she] [C2 said].\n[Q3 “It was a farce,”] [S3 she] [C3 added].",
        ("Marisol Vega", "Marisol Vega", "Marisol Vega"),
        {"Marisol Vega": {"pronouns": "she"}},
    ),
    Case(
        "her-within-his-sentence",
        "[Q1 “The files were burnt,”] [S1 Goran Ilic] [C1 told] the court, adding that Amina Diop had kept her copies. [Q2 “Ask her,”] [S2 he] [C2 said].\n[Q3 “I have nothing,”] [S3 he] [C3 said].",
        ("Goran Ilic", "Goran Ilic", "Goran Ilic"),
        {"Goran Ilic": {"pronouns": "he"}},
    ),
    Case(
        "doctor-by-title-alone",
        "[S1 Dr. Emeka Obi] [C1 said] [Q1 the fever had passed]. [S2 Dr. Lucia Marin] [C2 said] [Q2 the ward was full]. [S3 Dr Arun Mehta] [C3 said] [Q3 tests went on].",
        ("Emeka Obi", "Lucia Marin", "Arun Mehta"),
        {
            "Emeka Obi": {"role_group": "professional"},
            "Lucia Marin": {"role_group": "professional"},
            "Arun Mehta": {"role_group": "professional"},
        },
    ),
    Case(
        "aides-of-a-candidate",
        "Sofia Lindqvist, a candidate for governor, spoke. [S1 Lindqvist aides] [C1 said] [Q1 she was tired].\nOmar Haddad, the mayor, left. [S2 Haddad advisers] [C2 said] [Q2 he was ill].",
        ("Lindqvist aides", "Haddad advisers"),
        {"Lindqvist aides": {"role_group": "politics"}, "Haddad advisers": {"role_group": "government"}},
    ),
    Case(
        "place-that-speaks",
        "[S1 Norway] [C1 said] [Q1 the vessel was in its waters]. [S2 Kenya] [C2 warned] [Q2 that the border would close]. [S3 Lisbon] [C3 announced] [Q3 new ferries].",
        ("Norway", "Kenya", "Lisbon"),
        {"Norway": {"role_group": "government"}, "Kenya": {"role_group": "government"}},
    ),
    Case(
        "party-adjective-is-no-affiliation",
        "[S1 Naledi Khumalo, a Democratic strategist,] [C1 said] [Q1 turnout was low]. [S2 Republican pollster Ivan Dragan] [C2 said] [Q2 it was high]. [S3 Conservative councillor Una Byrne] [C3 said] [Q3 it rained].",
        ("Naledi Khumalo", "Ivan Dragan", "Una Byrne"),
        {
            "Naledi Khumalo": {"affiliation": None},
            "Ivan Dragan": {"affiliation": None},
            "Una Byrne": {"affiliation": None},
        },
    ),
    Case(
        "office-that-goes-on-with-of",
        "[S1 Former Secretary of State Amara Nwosu] [C1 said] [Q1 the treaty held]. [S2 Minister of Health Jiro Tanabe] [C2 said] [Q2 beds were full]. [S3 Mayor of Tampere Eero Salmi] [C3 said] [Q3 the vote was off].",
        ("Amara Nwosu", "Jiro Tanabe", "Eero Salmi"),
        {
            "Amara Nwosu": {"role": "Former Secretary of State"},
            "Jiro Tanabe": {"role": "Minister of Health", "role_group": "government"},
            "Eero Salmi": {"role": "Mayor of Tampere", "role_group": "government"},
        },
    ),
    Case(
        "body-described-after-its-name",
        "[S1 Bright Meadow, a talent agency,] [C1 said] [Q1 the tour was off]. [S2 Lantern Hill, a charity for widows,] [C2 said] [Q2 gifts had doubled]. [S3 Grey Heron, a small brewery,] [C3 said] [Q3 malt was dear].",
        ("Bright Meadow", "Lantern Hill", "Grey Heron"),
        {
            "Bright Meadow": {"kind": "organization"},
            "Lantern Hill": {"kind": "organization", "role_group": "civil_society"},
            "Grey Heron": {"kind": "organization", "role_group": "business"},
        },
    ),
    Case(
        "told-by-age-alone",
        "[S1 Ravi Menon, 24,] [C1 said] [Q1 the bus was late]. [S2 Berit Solberg, 61,] [C2 said] [Q2 it never came]. [S3 Kofi Antwi, 33,] [C3 said] [Q3 he walked].",
        ("Ravi Menon", "Berit Solberg", "Kofi Antwi"),
        {
            "Ravi Menon": {"role_group": "citizen"},
            "Berit Solberg": {"role_group": "citizen"},
            "Kofi Antwi": {"role_group": "citizen"},
        },
    ),
    # --- where somebody works -------------------------------------------------------------------------------------------
    Case(
        "works-where-a-clause-tells",
        "[S1 Adaeze Bello, an economist who is the director of the Wren Forecast,] [C1 said] [Q1 prices would fall]. [S2 Jonas Lindgren], a former diplomat who now studies rivers at the Centre for Quiet Water, [C2 said] [Q2 the dam would hold]. [S3 Katia Moreau], who runs Open Harbour, [C3 said] [Q3 boats were late]. [S4 Oluwaseun Hodge], who appraises barns for the brokerage firm Crane & Teal, [C4 said] [Q4 clubs had closed].",
        ("Adaeze Bello", "Jonas Lindgren", "Katia Moreau", "Oluwaseun Hodge"),
        {
            "Adaeze Bello": {"affiliation": "Wren Forecast", "role_group": "expert"},
            "Jonas Lindgren": {"affiliation": "Centre for Quiet Water"},
            "Katia Moreau": {"affiliation": "Open Harbour"},
            "Oluwaseun Hodge": {"affiliation": "Crane & Teal"},
        },
    ),
    Case(
        "a-clause-of-somebody-else",
        "[S1 Noor Haddad, a critic of the man who leads Iron Bridge,] [C1 said] [Q1 the talks had failed]. [S2 Tomas Reyes], who voted for the Labour Party, [C2 said] [Q2 he was tired]. [S3 Ayumi Sato], who met Kofi Mensah at the Grand Hotel, [C3 said] [Q3 it rained].",
        ("Noor Haddad", "Tomas Reyes", "Ayumi Sato"),
        {"Tomas Reyes": {"affiliation": None}, "Ayumi Sato": {"affiliation": None}},
    ),
    Case(
        "the-paper-before-the-job",
        "[S1 LedgerWire correspondent Marc Adeyemi] [C1 said] [Q1 the note was framed]. The story first came from a LedgerWire blog. [S2 Lumina chief executive Priya Raman] [C2 said] [Q2 sales had doubled]. [S3 A veteran reporter, Ulla Berg], [C3 said] [Q3 nobody had called]. [S4 Stalwart Bridge President Jessica Mokoena] [C4 said] [Q4 the vote was close].",
        ("Marc Adeyemi", "Priya Raman", "Ulla Berg", "Jessica Mokoena"),
        {
            "Marc Adeyemi": {"affiliation": "LedgerWire", "role_group": "media"},
            "Priya Raman": {"affiliation": "Lumina", "role_group": "business"},
            "Ulla Berg": {"affiliation": None, "role_group": "media"},
        },
    ),
    Case(
        "the-body-owns-the-role",
        "[S1 Planned Gardens's president Cecilia Oyelaran] [C1 said] [Q1 the law was wrong]. [S2 Rashid Demir, Voices of Hope's executive director], [C2 said] [Q2 the group would go on]. [S3 Some of Mbeki's longtime allies] [C3 said] [Q3 he was tired]. Thabo Mbeki left early.",
        ("Cecilia Oyelaran", "Rashid Demir", "of Mbeki's longtime allies"),
        {
            "Cecilia Oyelaran": {"affiliation": "Planned Gardens"},
            "Rashid Demir": {"affiliation": "Voices of Hope"},
        },
    ),
    Case(
        "the-whole-name-of-a-body",
        "[S1 Kristina Dlamini, executive director of Farmers for Rivers], [C1 said] [Q1 the plan was empty]. [S2 Edwin Larsen, senior adviser to the Committee for a Fairer Budget], [C2 said] [Q2 debts were rising]. [S3 Daoud Gill, chief executive of the Lagos 2031 Host Committee], [C3 said] [Q3 hotels were full]. [S4 Leila Dutra, a vice president in the Riga office of John Bright Consulting], [C4 said] [Q4 the model was old]. [S5 Tim Sela, organizer of a group called Citizens for Trains], [C5 said] [Q5 five thousand would come].",
        ("Kristina Dlamini", "Edwin Larsen", "Daoud Gill", "Leila Dutra", "Tim Sela"),
        {
            "Kristina Dlamini": {"affiliation": "Farmers for Rivers"},
            "Edwin Larsen": {"affiliation": "Committee for a Fairer Budget"},
            "Daoud Gill": {"affiliation": "Lagos 2031 Host Committee"},
            "Leila Dutra": {"affiliation": "John Bright Consulting"},
            "Tim Sela": {"affiliation": "Citizens for Trains"},
        },
    ),
    Case(
        "no-body-of-a-place-a-prize-a-family",
        "[S1 A former Copley Medal winner] [C1 said] [Q1 the lab was cold]. [S2 Jason Simms, a teacher from Mount Barker], [C2 said] [Q2 class was full]. [S3 U.S. presidential candidate Hana Novak] [C3 said] [Q3 she would win]. [S4 Protest organisers in Riverton] [C4 said] [Q4 roads were shut]. Riverton Jobs First is one of the groups. [S5 Mel Sandoval, a Florida developer], [C5 said] [Q5 he was out].",
        ("former Copley Medal winner", "Jason Simms", "Hana Novak", "protest organisers in Riverton", "Mel Sandoval"),
        {
            "former Copley Medal winner": {"affiliation": None},
            "Jason Simms": {"affiliation": None, "role_group": "professional"},
            "Hana Novak": {"affiliation": None, "role_group": "politics"},
            "Mel Sandoval": {"affiliation": None, "role_group": "business"},
        },
    ),
    Case(
        "whose-campaign",
        "Nikhil Anand and Sarah Obi are both running. The Obi campaign is broke. [S1 Pete Duval, who managed Nikhil Anand's 2016 campaign], [C1 said] [Q1 fear was high]. [S2 Ruth Kofi, a supporter of Anand's campaign], [C2 said] [Q2 she would wait]. [S3 Anand's campaign communications director, Jaya Palmer], [C3 said] [Q3 it would pass]. [S4 Tim Canoa, a law professor in his first campaign], [C4 said] [Q4 money was short].",
        ("Pete Duval", "Ruth Kofi", "Jaya Palmer", "Tim Canoa"),
        {
            "Pete Duval": {"affiliation": "Nikhil Anand's 2016 campaign"},
            "Ruth Kofi": {"affiliation": None},
            "Tim Canoa": {"affiliation": None, "role_group": "politics"},
        },
    ),
    Case(
        "two-people-of-one-body",
        "[S1 Ricardo Alba] and [S2 Nneka Foley], sociologists at the City University of Tampere, wrote a book. [Q1 “It is new,”] [S1 Ricardo Alba] [C1 said]. [Q2 “It is long,”] [S2 Nneka Foley] [C2 said].",
        ("Ricardo Alba", "Nneka Foley"),
        {
            "Ricardo Alba": {"affiliation": "City University of Tampere", "role_group": "expert"},
            "Nneka Foley": {"affiliation": "City University of Tampere", "role_group": "expert"},
        },
    ),
    Case(
        "the-contractor-and-the-authority",
        "Tidemark Marine built the pier for the Kelby Port Authority. [S1 The contractor's former bookkeeper, Lidia Wekesa], [C1 testified] [Q1 that she had billed lumber]. [S2 A former colleague at the authority] [C2 said] [Q2 questions had been raised].",
        ("Lidia Wekesa", "former colleague at the authority"),
        {"former colleague at the authority": {"affiliation": "Kelby Port Authority"}},
    ),
    Case(
        "one-of-the-advisers",
        "[S1 One of his advisers, Tadeo Duarte], [C1 said] [Q1 the plan was ready]. [S2 One delegate not on the list, Kelly Sorensen], [C2 said] [Q2 she was leaning towards no]. [S3 Kenji Sano, managing director and internet analyst at Evermore], [C3 said] [Q3 the app would grow]. It would cost more to counsel Ines Prado. [S4 Ines Prado] [C4 said] [Q4 no].",
        ("Tadeo Duarte", "Kelly Sorensen", "Kenji Sano", "Ines Prado"),
        {
            "Tadeo Duarte": {"role": "One of his advisers"},
            "Kelly Sorensen": {"role": "delegate not on the list", "role_group": "politics"},
            "Kenji Sano": {"affiliation": "Evermore"},
            "Ines Prado": {"role": None},
        },
    ),
    Case(
        "office-without-capitals",
        "The letters went to former secretary of state Colm Adair. [S1 Adair] [C1 said] [Q1 he had read them]. [S2 City council president Marta Silva] [C2 said] [Q2 the vote was near]. [S3 Amina Yusuf], who lost her brother in the flood, [C3 said] [Q3 nobody had called].",
        ("Colm Adair", "Marta Silva", "Amina Yusuf"),
        {
            "Colm Adair": {"role": "former secretary of state"},
            "Marta Silva": {"role_group": "politics"},
            "Amina Yusuf": {"role_group": "citizen"},
        },
    ),
    Case(
        "what-is-nobodys-body",
        "[S1 Bruno Keller, envoy to the coalition fighting the Iron Front,] [C1 said] [Q1 it would hold]. [S2 Former Arizona State Senator Kelly Wade] [C2 said] [Q2 the bill was dead]. [S3 White House hopeful Dora Toth] [C3 said] [Q3 she would run]. [S4 Felicia Sandoval, one of the three people who survived the crash,] [C4 said] [Q4 nobody had called]. [S5 Shen Li, a doctoral candidate at the Lagos Institute of Technology,] [C5 wrote] [Q5 that ideas mattered].",
        ("Bruno Keller", "Kelly Wade", "Dora Toth", "Felicia Sandoval", "Shen Li"),
        {
            "Bruno Keller": {"affiliation": None},
            "Kelly Wade": {"affiliation": None, "role_group": "politics"},
            "Dora Toth": {"affiliation": None, "role_group": "politics"},
            "Felicia Sandoval": {"role_group": "citizen"},
            "Shen Li": {"affiliation": "Lagos Institute of Technology", "role_group": "expert"},
        },
    ),
    Case(
        "short-names-of-bodies",
        "The Crane Group owns two mills. [S1 The head of Mercury, Vin Wagner,] [C1 said] [Q1 sales were flat]. [S2 John Anders, a former Crane employee,] [C2 said] [Q2 he was owed money]. [S3 Jake Horvat, editor in chief of Mixt.com,] [C3 said] [Q3 readers were young]. [S4 Marwan Roffe, a securities analyst for the Riga-based investment company Janney Montrose Scott,] [C4 said] [Q4 it was risky]. [S5 Liis Tamm, a Riga lawyer,] [C5 said] [Q5 no]. [S6 Ben Jallow, the former president of the NABW,] [C6 said] [Q6 the march was on].",
        ("Vin Wagner", "John Anders", "Jake Horvat", "Marwan Roffe", "Liis Tamm", "Ben Jallow"),
        {
            "John Anders": {"affiliation": "Crane Group"},
            "Jake Horvat": {"affiliation": "Mixt.com", "role_group": "media"},
            "Ben Jallow": {"affiliation": "NABW"},
            "Marwan Roffe": {"affiliation": "Janney Montrose Scott"},
            "Liis Tamm": {"affiliation": None},
        },
    ),
    Case(
        "the-aide-of-somebody",
        "Senator Olu Bankole is running for governor. [S1 Bankole's top foreign policy aide, Jake Sorokin], [C1 said] [Q1 talks would go on]. [S2 A former Bankole adviser] [C2 said] [Q2 they would not]. [S3 A 43-year-old] [C3 said] [Q3 he did not care].",
        ("Jake Sorokin", "former Bankole adviser", "43-year-old"),
        {
            "Jake Sorokin": {"role_group": "politics"},
            "former Bankole adviser": {"role_group": "politics"},
            "43-year-old": {"role_group": "citizen"},
        },
    ),
    Case(
        "nobodys-candidate",
        "Long before it was ready to endorse a candidate, Paavo Lehto was giving speeches. [S1 Union president Paavo Lehto] [C1 said] [Q1 it took time]. [Q2 Undeclared voters rarely help one candidate more than another], [S2 Imani Castro] [C2 said]. Castro is an analyst at the Wren Institute.",
        ("Paavo Lehto", "Imani Castro"),
        {"Paavo Lehto": {"role_group": "civil_society"}, "Imani Castro": {"role_group": "expert"}},
    ),
    Case(
        "placed-by-the-words-before",
        "As Wren Daily's [S1 Tunde Bakare] [C1 reported], [Q1 the mill was shut]. In an article for Harbour Post, [S2 Elif Demir] [C2 says] [Q2 nobody knew]. It upset local employers such as [S3 Crane & Teal], which [C3 warned] [Q3 of losses]. Two river analysts, [S4 Ama Osei and Jun Ito], [C4 found] [Q4 that trout were back].",
        ("Tunde Bakare", "Elif Demir", "Crane & Teal", "Ama Osei and Jun Ito"),
        {
            "Tunde Bakare": {"role_group": "media"},
            "Elif Demir": {"role_group": "media"},
            "Crane & Teal": {"role_group": "business"},
            "Ama Osei and Jun Ito": {"role_group": "expert"},
        },
    ),
    Case(
        "shares-ages-leaders-and-offices-left",
        "[S1 The former Ohio governor] [C1 said] [Q1 he was glad]. [S2 Rosa Valdez, a 59-year-old from Tartu,] [C2 said] [Q2 she was not]. [S3 Peruvian leader Hugo Quispe] [C3 said] [Q3 the talks were over]. [S4 Forty percent of registered voters] [C4 said] [Q4 they were tired]. [S5 Femi Balogun, co-director of the Centre for Quiet Water,] [C5 said] [Q5 the dam would hold].",
        (
            "former Ohio governor",
            "Rosa Valdez",
            "Hugo Quispe",
            "forty percent of registered voters",
            "Femi Balogun",
        ),
        {
            "forty percent of registered voters": {"role_group": "citizen"},
            "Rosa Valdez": {"role_group": "citizen"},
            "Hugo Quispe": {"role_group": "government"},
            "former Ohio governor": {"role_group": "politics"},
            "Femi Balogun": {"role": "co-director of the Centre for Quiet Water", "role_group": "expert"},
        },
    ),
    Case(
        "an-article-on-a-mill",
        "The mill shut on Monday. Nobody was told. Rain fell on the yard for days and the fence gave way. [S1 Kwame Addo] [C1 called] [Q1 for lower tolls]. [S2 Kurdish leader Nadia Rahal] [C2 said] [Q2 tolls were fine].",
        ("Kwame Addo", "Nadia Rahal"),
        {"Kwame Addo": {"role_group": "unknown"}, "Nadia Rahal": {"role_group": "unknown"}},
    ),
    # --- who is meant by the words around ----------------------------------------------------------------------------------
    Case(
        "the-paper-by-its-last-word",
        "[S1 The Harbour Courier] [C1 reported] [Q1 that the dam had cracked]. [Q2 “It was bad,”] [S2 the Courier] [C2 wrote].\nMayor Lena Fischer was asked about it. [S3 The Courier] [C3 said] [Q3 she declined].",
        ("Harbour Courier", "Harbour Courier", "Harbour Courier"),
        {"Harbour Courier": {"kind": "organization"}},
    ),
    Case(
        "the-committee-of-a-longer-name",
        "[S1 The Committee on Rural Roads] [C1 warned] [Q1 of delays]. A vote is due in May. [S2 The Committee] [C2 asked] [Q2 for more money].",
        ("Committee on Rural Roads", "Committee on Rural Roads"),
    ),
    Case(
        "whom-the-clause-names-is-another",
        "[S1 Tomasz Wilk] [C1 praised] [Q1 the ferry]. Henrik Olsen runs it. [S2 He] [C2 said] [Q2 Olsen had saved the island].",
        ("Tomasz Wilk", "Tomasz Wilk"),
    ),
    Case(
        "the-owner-of-the-subject",
        "Chinedu Eze answered [S1 critics], who [C1 say] [Q1 the dam leaks]. Pavel Novak's lawsuit names four of them. [S2 He] also [C2 demands] [Q2 an apology].",
        ("critics", "Pavel Novak"),
    ),
    Case(
        "the-owner-of-a-person-is-not-meant",
        "Pavel Novak's lawyer spoke first. [S1 She] [C1 said] [Q1 the claim was old].",
        ("lawyer",),
    ),
    Case(
        "the-subject-before-rather-than-who-spoke-earlier",
        "[S1 Marek Dvorak] [C1 says] [Q1 rude things]. Nobody minds. But like Dvorak, Pedro Alves holds views that few share. [S2 He] [C2 believes], for example, [Q2 that tolls should triple].",
        ("Marek Dvorak", "Pedro Alves"),
    ),
    Case(
        "who-spoke-in-a-clause-beside",
        "After [S1 Omar Haddad] [C1 asked] [Q1 who would win], [S2 Jonas Berg] [C2 replied], [Q2 “Not us.”]\n[Q3 “We never do,”] [S3 he] [C3 added].",
        ("Omar Haddad", "Jonas Berg", "Jonas Berg"),
    ),
    Case(
        "a-sentence-that-says-who-goes-on",
        "[Q1 “The race is between two,”] [C1 said] [S1 Craig Moyo, editor of a newsletter].\nIgor Petrenko agreed. [Q2 “The rest are running out of time.”]",
        ("Craig Moyo", "Igor Petrenko"),
    ),
    Case(
        "a-body-before-the-colon",
        "[S1 The Delta Gazette] [C1 claims] [Q1 the rules are weak].\nRadio Lagoon made the same claim in May, and Mills Union responded:\n[Q2 “The rules are strong enough.”]",
        ("Delta Gazette", "Mills Union"),
    ),
    Case(
        "a-statement-goes-on",
        "[S1 Peter Oyelaran] [C1 said] [Q1 the minister regretted it].\n[Q2 “He has reviewed his mail,”] [S2 the statement] [C2 said] in part. [Q3 “As a result, he stopped.”]",
        ("Peter Oyelaran", "statement", "statement"),
    ),
    Case(
        "described-and-named-in-one-breath",
        "[S1 One delegate, Lakeside party chairwoman Nancy Wójcik], [C1 pledged] [Q1 her vote]. [Q2 “We must end this,”] [S2 she] [C2 said].",
        ("Nancy Wójcik", "Nancy Wójcik"),
    ),
    Case(
        "her-husband-is-not-who-goes-by-the-surname",
        "Amara Lindqvist will not be happy with the film.\nIt features her husband, former mayor Ivo Lindqvist, and a banker.\nThe film runs for two hours.\nDuring the debate, [S1 Lindqvist] [C1 claimed] [Q1 that it was a lie].",
        ("Amara Lindqvist",),
    ),
    Case(
        "the-surname-alone-goes-on-with-whom-it-meant",
        "[S1 Marcus Adler] [C1 spoke] [Q1 of the dam]. [S2 Adler] [C2 said] [Q2 it was old].\n[S3 Adler] [C3 added] [Q3 that it leaked].\nNina Adler attended the meeting.\n[S4 Adler] [C4 promised] [Q4 repairs].",
        ("Marcus Adler", "Marcus Adler", "Marcus Adler", "Marcus Adler"),
    ),
    Case(
        "the-senator-of-that-place",
        "Kansas Gov. John Mbeki ended his bid.\n[S1 Ivan Horvat] [C1 welcomed] [Q1 the news], and [S2 the Kansas Republican] [C2 said] [Q2 he was glad].",
        ("Ivan Horvat", "John Mbeki"),
    ),
    Case(
        "the-second-official-is-nobody-named",
        "[S1 The mayor, Yusuf Demir,] [C1 said] [Q1 the bridge was safe]. [S2 The second official] [C2 said] [Q2 it was not].",
        ("Yusuf Demir", "second official"),
    ),
    Case(
        "after-a-document-the-description-is-the-person",
        "Tiago Rocha, a candidate for mayor, owns shares in the mill, [C1 according to] [S1 new filings]: [Q1 they are worth a million].\n[S2 The candidate] [C2 reported] [Q2 a loss].",
        ("new filings", "Tiago Rocha"),
    ),
    Case(
        "the-tycoon-before-any-words",
        "Sheldon Okoye met the candidates in Macau.\n[Q1 “It was very nice,”] [S1 the gambling tycoon] [C1 told] a reporter.",
        ("Sheldon Okoye",),
    ),
    Case(
        "presidents-of-bodies-and-what-bodies-are-called",
        "[S1 Zanele Dube, president of Students for the River,] [C1 said] [Q1 the weir was unsafe]. The progressive group One Harbour Now sued. [S2 Ilse Brandt, executive director of One Harbour Now,] [C2 said] [Q2 it would win]. [S3 Ama Owusu, founder of Right the Weir — a pro-river super PAC —] [C3 said] [Q3 it would not]. [S4 Lee Wren, director of the Teal College Institute for Public Opinion,] [C4 said] [Q4 few cared].",
        ("Zanele Dube", "Ilse Brandt", "Ama Owusu", "Lee Wren"),
        {
            "Zanele Dube": {"role_group": "civil_society"},
            "Ilse Brandt": {"role_group": "civil_society"},
            "Ama Owusu": {"role_group": "politics"},
            "Lee Wren": {"role_group": "expert"},
        },
    ),
    Case(
        "whose-aides-and-team",
        "Sen. Kofi Mensah was away. His chief policy aide, [S1 Lindiwe Nkosi], [C1 called] [Q1 the toll a mistake]. [S2 Mensah’s team] [C2 said] [Q2 he was ill].",
        ("Lindiwe Nkosi", "Mensah’s team"),
        {"Lindiwe Nkosi": {"role_group": "politics"}, "Mensah’s team": {"role_group": "politics"}},
    ),
    Case(
        "kin-with-a-trade-or-a-stage",
        "Actor Farid Haddad came. [S1 Haddad, the younger brother of singer Lena Haddad,] [C1 said] [Q1 the mill was dear]. [S2 Efua Boateng, the daughter of former mayor Kojo Boateng,] won the primary. [S3 Efua Boateng] [C3 said] [Q3 she was glad].",
        ("Farid Haddad", "Efua Boateng"),
        {"Farid Haddad": {"role_group": "culture_sport"}, "Efua Boateng": {"role_group": "politics"}},
    ),
    Case(
        "titles-of-several-and-short-titles",
        "Sens. Aroha Ngata and Pavel Novak met. [S1 Novak] [C1 said] [Q1 the toll was dear]. At the river party convention [S2 Sen. Yusuf Bello] [C2 said] [Q2 it was cheap]. [S3 Jonas Eklund, acting director of the Harbour Fund,] [C3 said] [Q3 it was fair]. [S4 Ingrid Moe, one of the stars of the play,] [C4 said] [Q4 it was late].",
        ("Pavel Novak", "Yusuf Bello", "Jonas Eklund", "Ingrid Moe"),
        {
            "Pavel Novak": {"role": "Sens.", "role_group": "politics"},
            "Yusuf Bello": {"role": "Sen.", "affiliation": None},
            "Jonas Eklund": {"role": "acting director of the Harbour Fund", "affiliation": "Harbour Fund"},
            "Ingrid Moe": {"role": "one of the stars of the play", "role_group": "culture_sport"},
        },
    ),
    Case(
        "outlets-shares-and-ages",
        "[Q1 “The toll is dear,”] [S1 Amina Diallo] [C1 wrote] on Inland Voice. [S2 Ravi Patel], writing on Facebook, [C2 said] [Q2 it was cheap]. [S3 17-year-old Tomas Vega] [C3 said] [Q3 it was dear]. [S4 Respondents] [C4 said] [Q4 eels were cheap]. [Q5 “Toll is theft,”] [C5 said] [S5 Mei Chen] of Nairobi.",
        ("Amina Diallo", "Ravi Patel", "Tomas Vega", "respondents", "Mei Chen"),
        {
            "Amina Diallo": {"role_group": "media"},
            "Ravi Patel": {"role_group": "unknown"},
            "Tomas Vega": {"role_group": "citizen"},
            "respondents": {"role_group": "citizen"},
            "Mei Chen": {"role_group": "citizen"},
        },
    ),
    Case(
        "the-campaign-that-acted-is-it",
        "[S1 The harbour movement] has long [C1 argued] [Q1 that tolls hurt].\nNovak's campaign quickly changed course, putting out a letter. [Q2 In hard cases], [S2 it] [C2 said], [Q2 tolls could wait].",
        ("harbour movement", "Novak's campaign"),
    ),
    Case(
        "the-company-named-before-and-not-the-parent-named-later",
        "Mill Foods Corp. raised its prices in May, when [S1 the company] [C1 refused] [Q1 to explain]. Norvik, whose parent company Polar Holdings moved away, did the same.",
        ("Mill Foods Corp.",),
    ),
    Case(
        "known-by-another-name",
        "Marcel Ionescu, the hacker known as “Guppy,” met reporters. [S1 Guppy] [C1 said] [Q1 the server was open].",
        ("Marcel Ionescu",),
    ),
    Case(
        "the-spokeswoman-of-the-one-named",
        "Mayor Petr Novak stayed away. [Q1 “We disagree,”] Novak spokeswoman [S1 Adaeze Obi] [C1 said].\n[S2 The mayor's spokeswoman] also [C2 noted] [Q2 that the bridge was old].",
        ("Adaeze Obi", "Adaeze Obi"),
    ),
    Case(
        "more-than-the-office-said",
        "[S1 The County Budget Office] [C1 reported] [Q1 a loss]. It was larger by a third, [S2 more than the budget office] [C2 had predicted] [Q2 in May]. [S3 The budget office] [C3 said] [Q3 it would grow].",
        ("County Budget Office", "County Budget Office", "County Budget Office"),
    ),
    Case(
        "at-least-four-candidates",
        "[S1 At least four candidates] [C1 complained] [Q1 of the heat]. [S2 The candidates] [C2 said] [Q2 they would stay].",
        ("candidates", "candidates"),
    ),
    Case(
        "said-of-who-stands-before-the-comma",
        "One thing was new: Sen. Ravi Menon of Utah, [S1 a candidate with few votes], [C1 named] [Q1 a rival as his deputy].",
        ("Ravi Menon",),
    ),
    Case(
        "a-magazine-without-its-second-name",
        "[S1 Lagoon Magazine] [C1 chose] [Q1 a nurse for its cover]. Every May, [S2 Lagoon] [C2 announces] [Q2 whom it honours].",
        ("Lagoon Magazine", "Lagoon Magazine"),
    ),
    Case(
        "whose-office-and-whose-press-secretary",
        "Kwame Mensah, a candidate for mayor, was away. [S1 The governor’s spokeswoman] [C1 said] [Q1 he was ill]. [S2 Mensah press secretary Ana Lopez] [C2 said] [Q2 he was well]. [S3 A strong majority of voters] [C3 said] [Q3 they did not care]. [S4 Alisher Bin Karim, the nephew of the late king and fellow real estate investor,] [C4 said] [Q4 he would wait].",
        ("governor’s spokeswoman", "Ana Lopez", "strong majority of voters", "Alisher Bin Karim"),
        {
            "governor’s spokeswoman": {"role_group": "government"},
            "Ana Lopez": {"role_group": "politics", "affiliation": None},
            "strong majority of voters": {"role_group": "citizen"},
            "Alisher Bin Karim": {"role_group": "business"},
        },
    ),
    Case(
        "campaigns-of-bare-staff",
        "The Novak campaign slept. Femi Addo ran late. His campaign manager, [S1 Omar Sy], [C1 said] [Q1 it rained]. The Addo campaign was late too.\nLena Ilves spoke in Oruro. Her chief policy aide, [S2 Jun Ito], [C2 said] [Q2 it snowed]. The Ilves campaign closed.",
        ("Omar Sy", "Jun Ito"),
        {
            "Omar Sy": {"affiliation": "Addo campaign", "role_group": "politics"},
            "Jun Ito": {"affiliation": "Ilves campaign", "role_group": "politics"},
        },
    ),
    Case(
        "a-bare-spokeswoman-of-a-campaign",
        "Kofi O’Mensah is moving staff as his campaign struggles. O’Mensah’s campaign has no money. [S1 Spokeswoman Hana Sato] [C1 said] [Q1 the candidate would win].",
        ("Hana Sato",),
        {"Hana Sato": {"affiliation": "O’Mensah’s campaign", "role_group": "politics"}},
    ),
    Case(
        "they-of-a-campaign-and-not-of-senators",
        "Novak's campaign ties the bill to the senators. [S1 They] are [C1 saying] [Q1 it is a signal].",
        ("Novak's campaign",),
    ),
    Case(
        "said-at-the-end-by-who-spoke",
        "[S1 Davor Kranjc], whose agency made the films, [C1 said] [Q1 its aim was peace]. [Q2 The Murray papers stood in the way], [S2 he] [C2 said].",
        ("Davor Kranjc", "Davor Kranjc"),
    ),
    Case(
        "the-businessman-of-the-sentence-before",
        "[S1 Tunde Bello] [C1 spoke] [Q1 of rain].\nRaj Patel changed his plans. [S2 The wealthy businessman] [C2 said] [Q2 he liked it].",
        ("Tunde Bello", "Raj Patel"),
    ),
    Case(
        "described-with-a-former-office",
        "[S1 The other candidate on the stage, former Minister of Health Salma Aziz], [C1 said] [Q1 jobs were at risk]. [Q2 “I mean it,”] [S2 she] [C2 said].",
        ("Salma Aziz", "Salma Aziz"),
    ),
    Case(
        "after-where-somebody-is-from",
        "[S1 Sen. Diana Fenwick of Vermont, the ranking Democrat on the Senate Rivers Committee], [C1 said] [Q1 the plan was late].",
        ("Diana Fenwick",),
        {"Diana Fenwick": {"affiliation": "Senate Rivers Committee", "role_group": "politics"}},
    ),
    Case(
        "a-number-after-a-name",
        "[S1 Kofi Mensah II], a lawyer for the Volta Family Association, [C1 said] [Q1 the law was sound].",
        ("Kofi Mensah II",),
        {"Kofi Mensah II": {"kind": "person", "affiliation": "Volta Family Association", "role_group": "justice"}},
    ),
    Case(
        "at-a-firm-named-after-people",
        "[Q1 “The deal is done,”] [C1 said] [S1 Nina Sato], a former managing director at Bear Tierney.\n[Q2 “It is late,”] [C2 said] [S2 Ivo Kral], who worked at Okafor rallies.",
        ("Nina Sato", "Ivo Kral"),
        {"Nina Sato": {"affiliation": "Bear Tierney"}, "Ivo Kral": {"affiliation": None}},
    ),
    Case(
        "where-somebody-works-is-nobody",
        "[Q1 “It may work,”] [C1 said] [S1 Lucia Ferrante], the reviews director at Publishers Weekly, who read it.",
        ("Lucia Ferrante",),
        {"Lucia Ferrante": {"affiliation": "Publishers Weekly", "role_group": "media"}},
    ),
    Case(
        "a-paper-that-ends-in-a-person",
        "[S1 Tidewater Insider senior editor Ivo Kral] [C1 said] [Q1 the odds were low].",
        ("Ivo Kral",),
        {"Ivo Kral": {"affiliation": "Tidewater Insider", "role_group": "media"}},
    ),
    Case(
        "a-foundation-named-after-somebody",
        "Ngozi Okafor left. [Q1 “It is over,”] [C1 said] [S1 Ama Sow], the president of the Okafor Foundation.",
        ("Ama Sow",),
        {"Ama Sow": {"affiliation": "Okafor Foundation"}},
    ),
    Case(
        "on-a-show-of-their-own",
        "[S1 Ivo Kral] [C1 said] on his Radio Nine show that [Q1 it was late].",
        ("Ivo Kral",),
        {"Ivo Kral": {"affiliation": "Radio Nine", "role_group": "media"}},
    ),
    Case(
        "her-campaign-manager",
        "Ngozi Okafor began on Monday. [S1 Omar Teller], her campaign manager, [C1 said] [Q1 it was late].",
        ("Omar Teller",),
        {"Omar Teller": {"affiliation": "Okafor campaign", "role_group": "politics"}},
    ),
    Case(
        "party-and-campaign-that-open-a-sentence",
        "The Harbor Party won. [S1 Party chairman Omar Teller] [C1 said] [Q1 it was late].\nNgozi Okafor's campaign ended. [S2 Campaign manager Lena Ilves] [C2 said] [Q2 it was over].",
        ("Omar Teller", "Lena Ilves"),
        {
            "Omar Teller": {"affiliation": "Harbor Party", "role_group": "politics"},
            "Lena Ilves": {"affiliation": "Okafor's campaign", "role_group": "politics"},
        },
    ),
    Case(
        "no-title-is-a-body",
        "[Q1 “It is late,”] [C1 said] [S1 Omar Teller], a spokesman for Ms. Okafor.",
        ("Omar Teller",),
        {"Omar Teller": {"affiliation": None}},
    ),
    Case(
        "owner-of-a-place",
        "[S1 Ivo Kral, the owner of Harbor Diner], [C1 said] [Q1 it was late].\n[S2 Hana Sato, a flight attendant with Fen Air], [C2 said] [Q2 it was early].",
        ("Ivo Kral", "Hana Sato"),
        {
            "Ivo Kral": {"affiliation": "Harbor Diner"},
            "Hana Sato": {"affiliation": "Fen Air", "role_group": "professional"},
        },
    ),
)
