"""Sixty shapes of forms: each is read as its makers meant it, or stops with the place.

Three people choose among three workshops. ``READ`` shapes must come out as wished, ``STOPS`` shapes must end
in an error of the rule given.
"""

from itertools import permutations

import pytest

from leernet.finding import Level
from leernet.read.choices import read_choices
from leernet.read.titles import titles_of
from tests.projects import student_year

YEAR = student_year(
    workshops={"muziek": "Muziek", "drama": "Drama", "rekenen": "Buiten rekenen"},
    about={
        "s1": {"name": "Anne de Vries", "email": "l1@pabo.example"},
        "s2": {"name": "Bram Jansen", "email": "l2@pabo.example"},
        "s3": {"name": "Cato van den Berg", "email": "l3@pabo.example"},
    },
)
ORDER = {"s1": ["muziek", "drama"], "s2": ["drama", "rekenen"], "s3": ["rekenen", "muziek"]}
FIRST = {"s1": ["muziek"], "s2": ["drama"], "s3": ["rekenen"]}

READ = {
    "own columns": ("member;1;2\ns1;muziek;drama\ns2;drama;rekenen\ns3;rekenen;muziek\n", ORDER),
    "own columns, the other way round": (
        "2;1;member\ndrama;muziek;s1\nrekenen;drama;s2\nmuziek;rekenen;s3\n",
        ORDER,
    ),
    "ordinals in words": (
        "E-mail;Eerste keuze;Tweede keuze\nl1@pabo.example;Muziek;Drama\n"
        "l2@pabo.example;Drama;Buiten rekenen\n"
        "l3@pabo.example;Buiten rekenen;Muziek\n",
        ORDER,
    ),
    "ordinals with figures": (
        "E-mail;2e keus;1e keus\nl1@pabo.example;Drama;Muziek\nl2@pabo.example;Buiten rekenen;Drama\n"
        "l3@pabo.example;Muziek;Buiten rekenen\n",
        ORDER,
    ),
    "English ordinals": (
        "Email;First choice;Second choice\nl1@pabo.example;Muziek;Drama\n"
        "l2@pabo.example;Drama;Buiten rekenen\n"
        "l3@pabo.example;Buiten rekenen;Muziek\n",
        ORDER,
    ),
    "roman numbers": (
        "member;Keuze II;Keuze I\ns1;Drama;Muziek\ns2;Buiten rekenen;Drama\ns3;Muziek;Buiten rekenen\n",
        ORDER,
    ),
    "letters": (
        "member;Keuze B;Keuze A\ns1;Drama;Muziek\ns2;Buiten rekenen;Drama\ns3;Muziek;Buiten rekenen\n",
        ORDER,
    ),
    "numbered choices": (
        "member;Keuze nr. 2;Keuze nr. 1\ns1;Drama;Muziek\ns2;Buiten rekenen;Drama\n"
        "s3;Muziek;Buiten rekenen\n",
        ORDER,
    ),
    "a numbered list, in which a workshop has several numbers": (
        'member;Jouw keuze\ns1;"1. Muziek\n2. Drama"\ns2;"1. Drama\n2. Buiten rekenen"\n'
        's3;"1. Buiten rekenen\n2. Muziek"\n',
        ORDER,
    ),
    "a top two": (
        'member;Jouw top 2\ns1;"1) Muziek, 2) Drama"\ns2;Drama, Buiten rekenen\n'
        's3;"Buiten rekenen;Muziek;"\n',
        ORDER,
    ),
    "a form that people fill in without an account": (
        "ID,Start time,Completion time,Email,Name,School email,First name,Last name,First choice\n"
        "1,9/9/26 18:01,9/9/26 18:02,anonymous,Anonymous,l1@pabo.example,Anne,de Vries,Muziek\n"
        "2,9/9/26 18:01,9/9/26 18:02,anonymous,Anonymous,l2@pabo.example,Bram,Jansen,Drama\n"
        "3,9/9/26 18:01,9/9/26 18:02,anonymous,Anonymous,l3@pabo.example,Cato,van den Berg,Buiten rekenen\n",
        FIRST,
    ),
    "a quiz": (
        "Timestamp,Email Address,Score,First choice,Second choice\n"
        "2026/09/27 3:00:00 PM GMT+3,l1@pabo.example,4 / 5,Muziek,Drama\n"
        "2026/09/27 3:01:00 PM GMT+3,l2@pabo.example,,Drama,Buiten rekenen\n"
        "2026/09/27 3:02:00 PM GMT+3,l3@pabo.example,0 / 5,Buiten rekenen,Muziek\n",
        ORDER,
    ),
    "a question with a note in brackets": (
        "member;Eerste keuze (niet verplicht);Tweede keuze (niet dezelfde als je eerste)\ns1;Muziek;Drama\n"
        "s2;Drama;Buiten rekenen\ns3;Buiten rekenen;Muziek\n",
        ORDER,
    ),
    "a ranking of Forms": (
        'member;Zet in volgorde van voorkeur\ns1;"Muziek;Drama;"\ns2;"Drama;Buiten rekenen;"\n'
        's3;"Buiten rekenen;Muziek;"\n',
        ORDER,
    ),
    "a ranking in English": (
        'member;Please rank the workshops\ns1;"Muziek;Drama;"\ns2;"Drama;Buiten rekenen;"\n'
        's3;"Buiten rekenen;Muziek;"\n',
        ORDER,
    ),
    "a grid of ranks": (
        "Tijdstempel,E-mailadres,Keuze [1e keuze],Keuze [2e keuze]\n"
        "1-9-2026 10:00,l1@pabo.example,Muziek,Drama\n"
        "1-9-2026 10:01,l2@pabo.example,Drama,Buiten rekenen\n"
        "1-9-2026 10:02,l3@pabo.example,Buiten rekenen,Muziek\n",
        ORDER,
    ),
    "a grid of workshops with ordinals": (
        "member,Keuze [Muziek],Keuze [Drama],Keuze [Buiten rekenen]\ns1,1e keuze,2e keuze,\n"
        "s2,,1e keuze,2e keuze\n"
        "s3,2e keuze,,1e keuze\n",
        ORDER,
    ),
    "a grid that asks to rank": (
        "member,Rangschik [Muziek],Rangschik [Drama],Rangschik [Buiten rekenen]\ns1,1,2,\ns2,,1,2\ns3,2,,1\n",
        ORDER,
    ),
    "a branch for each class": (
        "member;Kies je workshop (groep A);Kies je workshop (groep B)\ns1;Muziek;\ns2;;Drama\n"
        "s3;Buiten rekenen;\n",
        FIRST,
    ),
    "one choice": ("member;Welke workshop wil je volgen?\ns1;Muziek\ns2;Drama\ns3;Buiten rekenen\n", FIRST),
    "one choice with another question": (
        "member;Welke workshop wil je volgen?;In welke klas zit je?\ns1;Muziek;3A\ns2;Drama;3B\n"
        "s3;Buiten rekenen;3A\n",
        FIRST,
    ),
    "first, prefix and last name": (
        "Voornaam;Tussenvoegsel;Achternaam;Eerste keuze\nAnne;de;Vries;Muziek\nBram;;Jansen;Drama\n"
        "Cato;van den;Berg;Buiten rekenen\n",
        FIRST,
    ),
    "last name first": (
        "Achternaam;Tussenvoegsel;Voornaam;Eerste keuze\nVries;de;Anne;Muziek\nJansen;;Bram;Drama\n"
        "Berg;van den;Cato;Buiten rekenen\n",
        FIRST,
    ),
    "a name only": (
        "Wat is je naam?;Eerste keuze\nAnne de Vries;Muziek\nJansen, Bram;Drama\n"
        "Cato van den Berg;Buiten rekenen\n",
        FIRST,
    ),
    "who are you": (
        "Wie ben je?;Eerste keuze\nAnne de Vries;Muziek\nBram Jansen;Drama\n"
        "Cato van den Berg;Buiten rekenen\n",
        FIRST,
    ),
    "a number of a student": ("Studentnummer;Eerste keuze\nl1;Muziek\nL2;Drama\nl3;Buiten rekenen\n", FIRST),
    "one row for each choice": (
        "E-mail;Voorkeur;Workshop\nl1@pabo.example;2;Drama\nl1@pabo.example;1;Muziek\n"
        "l2@pabo.example;1;Drama\n"
        "l2@pabo.example;2;Buiten rekenen\nl3@pabo.example;1;Buiten rekenen\nl3@pabo.example;2;Muziek\n",
        ORDER,
    ),
    "two rows of headings": (
        ";Keuzes;Keuzes\nmember;1e;2e\ns1;Muziek;Drama\ns2;Drama;Buiten rekenen\ns3;Buiten rekenen;Muziek\n",
        ORDER,
    ),
    "a title above": (
        "Pabo Zuid;;\nExport van 26-9-2026;;\n;;\nmember;1;2\ns1;Muziek;Drama\ns2;Drama;Buiten rekenen\n"
        "s3;Buiten rekenen;Muziek\n",
        ORDER,
    ),
    "numbered options": (
        "member;Eerste keuze\ns1;1. Muziek\ns2;2) Drama\ns3;3. Buiten rekenen\n",
        FIRST,
    ),
    "options with a letter": (
        "member;Eerste keuze\ns1;B. Muziek\ns2;A. Drama\ns3;C) Buiten rekenen\n",
        FIRST,
    ),
    "options that are full": (
        "member;Eerste keuze\ns1;Muziek (vol)\ns2;Drama (nog 3 plekken)\ns3;Buiten rekenen - VOL\n",
        FIRST,
    ),
    "titles cut off": ("member;Eerste keuze\ns1;Muziek\ns2;Drama\ns3;Buiten rek…\n", FIRST),
    "accents and capitals": ("MEMBER;EERSTE KEUZE\nS1;MUZIEK\nS2;dráma\nS3;buiten  Rekenen\n", FIRST),
    "a partner's name": (
        "E-mailadres;Naam duo-partner;Eerste keuze\nl1@pabo.example;Bram Jansen;Muziek\n"
        "l2@pabo.example;Anne de Vries;Drama\nl3@pabo.example;;Buiten rekenen\n",
        FIRST,
    ),
    "a number of a group": (
        "E-mailadres;Groepsnummer;Eerste keuze\nl1@pabo.example;2;Muziek\nl2@pabo.example;1;Drama\n"
        "l3@pabo.example;3;Buiten rekenen\n",
        FIRST,
    ),
    "a mentor": (
        "E-mailadres;Naam van je mentor;Eerste keuze\nl1@pabo.example;Bram Jansen;Muziek\n"
        "l2@pabo.example;Bram Jansen;Drama\nl3@pabo.example;Bram Jansen;Buiten rekenen\n",
        FIRST,
    ),
    "anonymous with an own question": (
        "ID;Email;Name;Wat is je e-mailadres?;First choice\n1;anonymous;;l1@pabo.example;Muziek\n"
        "2;anonymous;;l2@pabo.example;Drama\n3;anonymous;;l3@pabo.example;Buiten rekenen\n",
        FIRST,
    ),
    "semicolons of Excel around commas": (
        "member,Eerste keuze;\ns1,Muziek;\ns2,Drama;\ns3,Buiten rekenen;\n",
        FIRST,
    ),
    "no preference beside": (
        "member;Eerste keuze;Tweede keuze\ns1;Muziek;geen\ns2;Drama;n.v.t.\n"
        "s3;Buiten rekenen;geen voorkeur\n",
        FIRST,
    ),
    "the favourite and a second": (
        "member;Je favoriet;Tweede keuze\ns1;Muziek;Drama\ns2;Drama;Buiten rekenen\n"
        "s3;Buiten rekenen;Muziek\n",
        ORDER,
    ),
    "a question that is not to be missed": (
        "member;Welke workshop wil je niet missen?\ns1;Muziek\ns2;Drama\ns3;Buiten rekenen\n",
        FIRST,
    ),
    "a column for the portfolio": (
        "member;1;bewijs\ns1;Muziek;Drama\ns2;Drama;\ns3;Buiten rekenen;\n",
        FIRST,
    ),
}

STOPS = {
    "grades": ("member,Cijfer [Muziek],Cijfer [Drama]\ns1,5,1\ns2,1,5\n", "choices-unclear"),
    "grades, each once": (
        "member,Geef een cijfer [Muziek],Geef een cijfer [Drama],Geef een cijfer [Buiten rekenen]\n"
        "s1,3,2,1\n",
        "choices-unclear",
    ),
    "points to divide": ("member;muziek;drama;rekenen\ns1;60;30;10\ns2;0;100;0\n", "choices-unclear"),
    "percentages": ("member;muziek;drama\ns1;60%;40%\n", "choices-unclear"),
    "stars": ("member;Muziek;Drama\ns1;★★★;★\n", "choices-unclear"),
    "crosses": ("member;Muziek;Drama\ns1;x;\ns2;;x\n", "choices-unclear"),
    "ticks": ("member;Muziek;Drama\ns1;✔;\ns2;;✔\n", "choices-unclear"),
    "yes and no": ("member;Muziek;Drama\ns1;ja;nee\ns2;nee;ja\n", "choices-unclear"),
    "true and false": ("member;Muziek;Drama\ns1;WAAR;ONWAAR\n", "choices-unclear"),
    "words of Likert": ("member;Muziek;Drama\ns1;heel graag;liever niet\n", "choices-unclear"),
    "smileys": ("member;Muziek;Drama\ns1;🙂;🙁\n", "choices-unclear"),
    "ranks in a row of titles": ("member;Muziek;Drama;Buiten rekenen\ns1;1;2;3\n", "choices-unclear"),
    "the order of columns": ("member;Workshop A;Workshop B\ns1;Muziek;Drama\n", "choices-unclear"),
    "lowest and highest": ("member;Laagste voorkeur;Hoogste voorkeur\ns1;Muziek;Drama\n", "choices-unclear"),
    "most and least": ("member;Liefst;Minst graag\ns1;Muziek;Drama\n", "choices-unclear"),
    "a last choice": ("member;Laatste keuze\ns1;Muziek\n", "choices-unclear"),
    "last year": (
        "member;Welke heb je vorig jaar gevolgd?;Welke wil je dit jaar volgen?\ns1;Muziek;Drama\n",
        "choices-unclear",
    ),
    "already attended": ("member;1;Al eerder gevolgd\ns1;Muziek;Drama\n", "choices-unclear"),
    "not wanted": ("member;1;Welke workshop wil je niet?\ns1;Muziek;Drama\n", "choices-unclear"),
    "a reserve": ("member;Eerste keuze;Reserve\ns1;Muziek;Drama\n", "choices-unclear"),
    "two who are in another order": (
        "member;Welke workshops wil je?\ns1;Muziek, Drama\ns2;Drama, Muziek\n",
        "choices-unclear",
    ),
    "cannot come": ("member;1;Wanneer kun je niet?\ns1;Muziek;herfst\n", "choices-unclear"),
    "workshops under no heading": ("member;1;\ns1;Muziek;Drama\n", "choices-unclear"),
    "two own addresses": (
        "Mail thuis;Mail op school;Eerste keuze\nl1@pabo.example;l1@pabo.example;Muziek\n",
        "two-member-columns",
    ),
    "first names and prefixes without last names": (
        "Voornaam;Tussenvoegsel;Eerste keuze\nCato;van den;Muziek\n",
        "no-member-column",
    ),
    "nobody": ("Klas;Eerste keuze\n3A;Muziek\n", "no-member-column"),
    "no workshops": ("member;Lievelingskleur\ns1;rood\n", "no-choice-columns"),
    "titles of another year": ("member;Eerste keuze\ns1;Koken\ns2;Breien\n", "no-usable-answer"),
    "people of another school": ("E-mail;Eerste keuze\nx@elders.example;Muziek\n", "no-usable-answer"),
    "a conflict": (
        "member;1\n<<<<<<< HEAD\ns1;Muziek\n=======\ns1;Drama\n>>>>>>> tak\n",
        "merge-conflict",
    ),
    "a failed look-up": ("member;1\ns1;#N/B\ns2;Drama\n", "broken-cell"),
    "beside a list a question that not everybody answers": (
        "member,Zet op volgorde,Jouw workshop\ns1,Muziek;Drama;,Buiten rekenen\ns2,Drama;Muziek;,\n",
        "choices-unclear",
    ),
    "reasons that name workshops": (
        "member;Keuze 1;Waarom keuze 1?\ns1;Muziek;Drama\ns2;Drama;Muziek\n",
        "choices-unclear",
    ),
    "a rank in two columns": ("member;1e keuze;Eerste keuze\ns1;Muziek;Drama\n", "choices-unclear"),
    "a heading twice": ("member;1;1\ns1;Muziek;Drama\n", "choices-unclear"),
    "numbers that go down where an order is asked": (
        'member;Zet op volgorde\ns1;"2. Muziek; 1. Drama"\n',
        "choices-unclear",
    ),
    "numbers of which nobody knows whether the form wrote them": (
        'member;Jouw keuze\ns1;"1. Muziek; 2. Drama"\n',
        "choices-unclear",
    ),
    "a moment that there is not": ("member;1;absent\ns1;Muziek;zomer\n", "unknown-moment"),
    "an order with a number twice": (
        "member,Rangschik [Muziek],Rangschik [Drama]\ns1,1,2\ns2,2,1\ns3,1,1\n",
        "choices-unclear",
    ),
}


def read(text):
    return read_choices(YEAR, YEAR.series["workshops"], {"choices/workshops.csv": text.encode()})


@pytest.mark.parametrize("shape", READ)
def test_a_shape_that_is_certain_is_read_as_it_was_meant(shape):
    text, wishes = READ[shape]

    choices, findings = read(text)

    assert [str(found) for found in findings if found.level is Level.ERROR] == []
    assert {
        answer.member: sorted(answer.ranks, key=lambda workshop: (answer.ranks[workshop], workshop))
        for answer in choices.answers
    } == wishes
    assert all(sorted(answer.ranks.values()) == list(range(len(answer.ranks))) for answer in choices.answers)


@pytest.mark.parametrize("shape", STOPS)
def test_a_shape_that_is_not_certain_stops_with_the_place(shape):
    text, rule = STOPS[shape]

    _choices, findings = read(text)

    errors = [found for found in findings if found.level is Level.ERROR]
    assert rule in {found.rule for found in errors}
    assert all(found.place.file == "choices/workshops.csv" and found.hint for found in errors)


SCORED = {
    "stars of a telephone": ("high", "⭐️⭐️", "⭐️", ["muziek", "drama"]),
    "agreeing in words": ("high", "Mee oneens", "Helemaal mee eens", ["drama", "muziek"]),
    "a tick and a box left empty": ("ticked", "✓", "☐", ["muziek"]),
    "the same word everywhere": ("ticked", "Gekozen", "", ["muziek"]),
}
NOT_SCORED = {
    "a word that says nothing": ("high", "blauw", "5", "not-a-score"),
    "a thumb": ("high", "👍", "👎", "not-a-score"),
    "a cross and a tick": ("ticked", "✗", "✓", "choices-unclear"),
    "perhaps": ("ticked", "misschien", "x", "choices-unclear"),
}


def scored(scores, *cells):
    series = YEAR.series["workshops"].model_copy(update={"scores": scores})
    content = f"member;Muziek;Drama\ns1;{';'.join(cells)}\n".encode()
    return read_choices(YEAR, series, {"choices/workshops.csv": content})


@pytest.mark.parametrize("shape", SCORED)
def test_what_is_beside_a_workshop_is_read_as_it_looks(shape):
    scores, one, other, wishes = SCORED[shape]

    choices, findings = scored(scores, one, other)

    assert [str(found) for found in findings] == []
    (answer,) = choices.answers
    assert sorted(answer.ranks, key=answer.ranks.__getitem__) == wishes


@pytest.mark.parametrize("shape", NOT_SCORED)
def test_nothing_beside_a_workshop_becomes_empty_or_chosen_in_silence(shape):
    scores, one, other, rule = NOT_SCORED[shape]

    _choices, findings = scored(scores, one, other)

    assert {found.rule for found in findings if found.level is Level.ERROR} == {rule}


def test_a_row_for_each_choice_is_not_certain_where_another_column_is_said_to_hold_one():
    said = student_year(
        workshops={"muziek": "Muziek", "drama": "Drama", "rekenen": "Buiten rekenen"}, columns={"Reserve": 3}
    )
    table = b"member;Nr;Keuze;Reserve\ns1;1;Muziek;Buiten rekenen\ns1;2;Drama;Buiten rekenen\n"

    choices, findings = read_choices(said, said.series["workshops"], {"choices/workshops.csv": table})

    assert choices.answers == ()
    assert [found.rule for found in findings if found.level is Level.ERROR] == ["choices-unclear"]


def test_a_workshop_that_is_chosen_and_never_wanted_is_told():
    _choices, findings = read("member;1;never\ns1;Muziek;Muziek\n")

    assert [found.rule for found in findings] == ["chosen-and-never"]


@pytest.mark.parametrize("separator", ["; ", ", ", "\n"])
@pytest.mark.parametrize("order", list(permutations(range(3), 2)))
def test_a_numbered_list_is_read_whatever_is_in_its_titles(separator, order):
    titles = ["Lezen, schrijven en spreken", "Taal; spel", "Groep 3, 4. Samen rekenen"]
    year = student_year(workshops={f"w{at}": title for at, title in enumerate(titles)})
    cell = separator.join(f"{rank}. {titles[at]}" for rank, at in enumerate(order, start=1))

    found = titles_of(year.workshops.values()).numbered(cell)

    assert found == tuple((rank, f"w{at}") for rank, at in enumerate(order, start=1))


def test_there_are_sixty_and_more():
    assert len(READ) + len(STOPS) > 60
