"""The agenda of a meeting, in Dutch and English, as Markdown, page and terminal table."""

from datetime import date
from html.parser import HTMLParser

import pytest
from rich.console import Console

from leernet.model.plan import Plan, PlannedSession
from leernet.model.year import Network, Year
from leernet.write.agenda import agenda_documents, agenda_html, agenda_markdown, agenda_of, agenda_record
from leernet.write.agenda_table import agenda_table, coming_meetings, coming_table

YEAR = Year.model_validate(
    {
        "settings": {"school_year": "2026-2027", "title": "Partnerschap Zuid"},
        "schools": {
            "eik": {"id": "eik", "name": "De Eik", "address": "Schoolstraat 1, Vught", "host_seats": "30"},
            "linde": {"id": "linde", "name": "De Linde", "place": "Veghel", "tour": "ja"},
        },
        "members": {
            "f.visser": {"id": "f.visser", "name": "Femke Visser", "email": "f.visser@pos.example"},
            "a.bakker": {"id": "a.bakker", "name": "Anne Bakker", "roles": ["schoolopleider"]},
        },
        "networks": {
            "so": {
                "id": "so",
                "title": "Leernetwerk schoolopleiders",
                "facilitator": "f.visser",
                "members": {"roles": ["schoolopleider"]},
                "thread": "Het goede gesprek",
                "time": "9.00-12.00",
                "invite": {"bring_colleague": "ja"},
                "meetings": [
                    {
                        "id": "herfst",
                        "title": "Netwerkbijeenkomst herfst",
                        "theme": "Feedback <geven> | *krijgen*",
                        "bring": "een ontwikkelplan",
                        "room": "aula",
                        "link": "https://pos.example/herfst",
                        "programme": [
                            {"title": "Inloop", "minutes": "30", "kind": "break"},
                            {"title": "Ronde", "kind": "workshops"},
                            {
                                "title": "Verdieping",
                                "minutes": "45",
                                "lead": ["a.bakker", "een gast"],
                                "text": "Hoe pak je dat aan?",
                                "for": {"roles": ["directeur"], "schools": ["eik"]},
                            },
                            {"title": "Afsluiting", "minutes": "15"},
                        ],
                    },
                    {"id": "lente", "title": "Netwerkbijeenkomst lente", "location": "Kerkstraat 4, Ede"},
                    {"id": "zomer", "cancelled": "ja", "date": "2027-06-10"},
                ],
            }
        },
        "series": {
            "w": {
                "id": "w",
                "for": {},
                "moments": {"ronde-1": {"meeting": "so/herfst", "time": "9.30-11.00"}},
            }
        },
        "workshops": {
            "plan": {"id": "plan", "series": "w", "title": "Het plan", "presenter": "a.bakker", "seats": "9"},
            "spel": {"id": "spel", "series": "w", "title": "Spel", "seats": "9", "runs": "no"},
            "team": {"id": "team", "series": "w", "title": "Je team", "seats": "9", "room": "lokaal 4"},
        },
    }
)
PLAN = Plan.model_validate(
    {
        "school_year": "2026-2027",
        "meetings": {
            "so/herfst": {
                "date": "2026-11-12",
                "start": "9.00",
                "end": "12.00",
                "host": "eik",
                "groups": {"1": ["a.bakker", "f.visser"]},
                "roles": {"1": {"case_owner": "a.bakker"}},
            },
            "so/lente": {"date": "2027-03-09", "start": "9.00", "end": "12.00", "host": "linde"},
        },
    }
)

IN_DUTCH = """\
# Netwerkbijeenkomst herfst

Leernetwerk schoolopleiders

- **Wanneer:** donderdag 12 november 2026, 9.00 – 12.00 uur
- **Waar:** De Eik, aula, Schoolstraat 1, Vught
- **Begeleiding:** Femke Visser
- **Rode draad:** Het goede gesprek
- **Thema:** Feedback \\<geven\\> \\| \\*krijgen\\*
- **Meer informatie:** https://pos.example/herfst

## Programma

| Tijd | Onderdeel | Door | Voor |
| --- | --- | --- | --- |
| 9.00 – 9.30 | **Inloop** |  |  |
| 9.30 – 11.00 | **Ronde**<br>– Het plan – Anne Bakker<br>– Je team – lokaal 4 |  |  |
| 11.00 – 11.45 | **Verdieping**<br>Hoe pak je dat aan? | Anne Bakker en een gast | directeur en De Eik |
| 11.45 – 12.00 | **Afsluiting**<br>De volgende bijeenkomst is op dinsdag 9 maart 2027, 9.00 – 12.00 uur, \
bij De Linde, Veghel. |  |  |

## Groepen

- Groep 1: Anne Bakker (inbrenger) en Femke Visser

## Vooraf

- Denk na over de vraag: Wat neem ik mee en wat breng ik in?
- Meenemen: een ontwikkelplan
- Neem gerust een collega mee.

## Mee naar huis

- Wat neem je mee naar huis?
- Wat wil je de volgende keer inbrengen?

Kun je er niet bij zijn? Meld je dan af bij Femke Visser. f.visser@pos.example
"""

WITHOUT_PROGRAMME_IN_ENGLISH = """\
# Netwerkbijeenkomst lente

Leernetwerk schoolopleiders

- **When:** Tuesday 9 March 2027, 9:00 – 12:00
- **Where:** De Linde, Veghel
- **Facilitator:** Femke Visser
- **Thread of this year:** Het goede gesprek

## Programme

The programme follows.

## Beforehand

- Think about the question: What do I take with me and what do I bring in?
- Bring a colleague along: they are welcome.

## Taking home

- What did you take home?
- What do you want to bring in next time?

Can you not be there? Tell Femke Visser. f.visser@pos.example
"""

IN_THE_TERMINAL = """\
Netwerkbijeenkomst herfst
Leernetwerk schoolopleiders

Wanneer          donderdag 12 november 2026, 9.00 – 12.00 uur
Waar             De Eik, aula, Schoolstraat 1, Vught
Begeleiding      Femke Visser
Rode draad       Het goede gesprek
Thema            Feedback <geven> | *krijgen*
Meer informatie  https://pos.example/herfst

Programma
Tijd           Onderdeel                              Door                     Voor
9.00 – 9.30    Inloop
9.30 – 11.00   Ronde
               – Het plan – Anne Bakker
               – Je team – lokaal 4
11.00 – 11.45  Verdieping                             Anne Bakker en een gast  directeur en De Eik
               Hoe pak je dat aan?
11.45 – 12.00  Afsluiting
               De volgende bijeenkomst is op dinsdag
               9 maart 2027, 9.00 – 12.00 uur, bij
               De Linde, Veghel.

Groep 1: Anne Bakker (inbrenger) en Femke Visser

• Denk na over de vraag: Wat neem ik mee en wat breng ik in?
• Meenemen: een ontwikkelplan
• Neem gerust een collega mee.

Kun je er niet bij zijn? Meld je dan af bij Femke Visser. f.visser@pos.example
"""


def test_an_agenda_in_dutch_as_markdown():
    assert agenda_markdown(agenda_of(YEAR, PLAN, "so/herfst", "nl")) == IN_DUTCH


def test_a_meeting_without_a_programme_yet_in_english_as_markdown():
    assert agenda_markdown(agenda_of(YEAR, PLAN, "so/lente", "en")) == WITHOUT_PROGRAMME_IN_ENGLISH


def printed(renderable):
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(renderable)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def test_an_agenda_in_the_terminal():
    assert printed(agenda_table(agenda_of(YEAR, PLAN, "so/herfst", "nl"))) == IN_THE_TERMINAL


def test_the_list_of_coming_meetings_leaves_out_what_is_over_or_cancelled():
    coming = coming_meetings(YEAR, PLAN, date(2026, 11, 13))

    assert printed(coming_table(YEAR, coming, (), "nl")) == (
        "Dag      Tijd         Bijeenkomst              Waar             Agenda\n"
        "di 9 mrt 9.00 – 12.00 Netwerkbijeenkomst lente De Linde, Veghel so/lente\n"
    )


def test_before_there_is_a_plan_an_agenda_says_what_is_known():
    nothing = Plan.model_validate({"school_year": "2026-2027"})
    lente = agenda_of(YEAR, nothing, "so/lente", "nl")

    assert (lente.when, lente.facts[0]) == ("De datum volgt nog", ("Waar", "Kerkstraat 4, Ede"))
    assert [one.reference for one in coming_meetings(YEAR, nothing, date(2026, 8, 1))] == [
        "so/herfst",
        "so/lente",
    ]


def test_a_round_of_workshops_shows_what_the_plan_has_then():
    session = PlannedSession.model_validate({"date": "2026-11-12", "start": "9.30", "end": "11.00"})
    plan = PLAN.model_copy(update={"sessions": {"w/ronde-1/team": session}})
    agenda = agenda_of(YEAR, plan, "so/herfst", "nl")

    assert [block.items for block in agenda.blocks] == [(), ("Je team – lokaal 4",), (), ()]


def test_a_link_that_is_no_web_address_is_not_made_into_one():
    network = {"id": "n", "facilitator": "f.visser", "members": {}}
    meetings = [{"id": "a", "link": "javascript:alert(1)"}]
    year = Year(
        settings=YEAR.settings, networks={"n": Network.model_validate({**network, "meetings": meetings})}
    )
    page = Page(agenda_html(agenda_of(year, Plan.model_validate({"school_year": "2026-2027"}), "n/a", "nl")))

    assert page.links == ["#text"]


def test_a_meeting_that_does_not_exist_has_no_agenda():
    with pytest.raises(ValueError, match=r"^so/winter$"):
        agenda_of(YEAR, PLAN, "so/winter", "nl")


def test_groups_that_meet_on_dates_of_their_own_have_an_agenda_of_intervisie():
    network = {
        "id": "bsc",
        "title": "Intervisie basisschoolcoaches",
        "facilitator": "f.visser",
        "members": {},
        "groups": {
            "size": "4-6",
            "meetings": {"times": "1", "time": "15.30-17.00", "window": "2026-11-02..2026-12-18"},
        },
    }
    year = Year(settings=YEAR.settings, networks={"bsc": Network.model_validate(network)})
    planned = {"bsc/intervisie-1": {"date": "2026-11-19", "start": "15.30", "end": "17.00"}}
    plan = Plan.model_validate({"school_year": "2026-2027", "meetings": planned})
    agenda = agenda_of(year, plan, "bsc/intervisie-1", "nl")

    assert (agenda.network, agenda.title, agenda.when) == (
        "Intervisie basisschoolcoaches",
        "Intervisie 1",
        "donderdag 19 november 2026, 15.30 – 17.00 uur",
    )
    assert [(block.time, block.title) for block in agenda.blocks] == [
        ("15.30 – 15.40", "Inloop en terugblik op de vorige keer"),
        ("15.40 – 16.50", "Intervisie"),
        ("16.50 – 17.00", "Afsluiting"),
    ]


def intervisie(method):
    network = {
        "id": "bsc",
        "facilitator": "anna",
        "members": {},
        "time": "15.30-17.00",
        "programme": "intervisie",
        "meetings": [{"id": "herfst", "date": "2026-11-12"}],
        "groups": {"size": "4-6", "meetings": ["herfst"], "method": method},
    }
    year = Year(settings=YEAR.settings, networks={"bsc": Network.model_validate(network)})
    plan = Plan.model_validate({"school_year": "2026-2027"})
    (block,) = (
        block for block in agenda_of(year, plan, "bsc/herfst", "nl").blocks if block.title == "Intervisie"
    )
    return block.texts, block.items


def test_intervisie_by_a_method_shows_when_each_step_is():
    assert intervisie("waarderend") == (
        ("Waarderende intervisie",),
        (
            "15.40 – 15.55 Wat ging goed?",
            "15.55 – 16.15 Wat maakte dat mogelijk?",
            "16.15 – 16.30 Wat zou er nog beter kunnen?",
            "16.30 – 16.40 Wat is een eerste stap?",
        ),
    )
    assert intervisie("roddelmethode")[1][0] == (
        "15.40 – 15.45 Vraag: De inbrenger vertelt kort de situatie en de vraag."
    )


def test_a_method_of_their_own_is_named_and_no_more():
    assert intervisie("eigen-methode") == (("eigen-methode",), ())


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.texts, self.language = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]
        self.language = dict(attrs).get("lang", self.language)

    def handle_data(self, text):
        if text.strip() and self.tags[-1] != "style":
            self.texts.append(text.strip())


def test_the_page_says_what_the_markdown_says_and_needs_no_other_file():
    page = Page(agenda_html(agenda_of(YEAR, PLAN, "so/herfst", "nl")))

    assert (page.language, page.tags.count("h1"), page.tags.count("script")) == ("nl", 1, 0)
    assert page.links == ["#text", "https://pos.example/herfst", "mailto:f.visser@pos.example"]
    assert page.texts == [
        "Netwerkbijeenkomst herfst, donderdag 12 november 2026, 9.00 – 12.00 uur",
        "Naar de tekst",
        "Partnerschap Zuid",
        "Netwerkbijeenkomst herfst",
        "Leernetwerk schoolopleiders",
        *("Wanneer", "donderdag 12 november 2026, 9.00 – 12.00 uur"),
        *("Waar", "De Eik, aula, Schoolstraat 1, Vught"),
        *("Begeleiding", "Femke Visser"),
        *("Rode draad", "Het goede gesprek"),
        *("Thema", "Feedback <geven> | *krijgen*"),
        *("Meer informatie", "https://pos.example/herfst"),
        "Programma",
        *("Tijd", "Onderdeel", "Door", "Voor"),
        *("9.00 – 9.30", "Inloop"),
        *("9.30 – 11.00", "Ronde", "Het plan – Anne Bakker", "Je team – lokaal 4"),
        *("11.00 – 11.45", "Verdieping", "Hoe pak je dat aan?"),
        *("Anne Bakker en een gast", "directeur en De Eik"),
        *("11.45 – 12.00", "Afsluiting"),
        "De volgende bijeenkomst is op dinsdag 9 maart 2027, 9.00 – 12.00 uur, bij De Linde, Veghel.",
        *("Groepen", "Groep 1: Anne Bakker (inbrenger) en Femke Visser"),
        "Vooraf",
        "Denk na over de vraag: Wat neem ik mee en wat breng ik in?",
        "Meenemen: een ontwikkelplan",
        "Neem gerust een collega mee.",
        *("Mee naar huis", "Wat neem je mee naar huis?", "Wat wil je de volgende keer inbrengen?"),
        *("Kun je er niet bij zijn? Meld je dan af bij Femke Visser.", "f.visser@pos.example"),
    ]


def test_every_meeting_with_a_day_has_its_agenda_in_two_forms_with_the_same_bytes_each_run():
    documents = agenda_documents(YEAR, PLAN)

    assert list(documents) == [
        "out/agendas/so-herfst.html",
        "out/agendas/so-herfst.md",
        "out/agendas/so-lente.html",
        "out/agendas/so-lente.md",
        "out/agendas/so-zomer.html",
        "out/agendas/so-zomer.md",
    ]
    assert documents == agenda_documents(YEAR, PLAN)
    assert (
        "**Deze bijeenkomst gaat niet door.**" in documents["out/agendas/so-zomer.md"].decode().splitlines()
    )


def test_the_record_of_an_agenda_holds_its_blocks():
    record = agenda_record(agenda_of(YEAR, PLAN, "so/herfst", "en"))

    assert record["blocks"][0] == {
        "start": "09:00",
        "end": "09:30",
        "time": "9:00 – 9:30",
        "title": "Inloop",
        "texts": (),
        "items": (),
        "lead": "",
        "audience": "",
        "kind": "break",
    }


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        (None, None),
        ("forming", "De begeleider leidt het gesprek, bewaakt de tijd en noteert de afspraken."),
        (
            "maintaining",
            "De begeleider opent en sluit af; bij toerbeurt bewaakt één lid de tijd en notuleert een ander.",
        ),
        (
            "institutionalising",
            "De leden leiden bij toerbeurt het gesprek, bewaken de tijd en notuleren; "
            "de begeleider helpt alleen.",
        ),
    ],
)
def test_shared_tasks_move_from_the_facilitator_to_the_members_as_a_network_grows(phase, said):
    network = YEAR.networks["so"].model_copy(update={"phase": phase})
    year = YEAR.model_copy(update={"networks": {"so": network}})

    assert dict(agenda_of(year, PLAN, "so/herfst", "nl").facts).get("Wie doet wat") == said


def test_what_a_meeting_takes_up_stands_behind_the_thread_of_the_year():
    network = YEAR.networks["so"]
    first, *others = network.meetings
    meetings = (first.model_copy(update={"thread": "wat nam je mee?"}), *others)
    year = YEAR.model_copy(
        update={
            "networks": {
                "so": network.model_copy(update={"thread": "Het goede gesprek", "meetings": meetings})
            }
        }
    )

    facts = dict(agenda_of(year, PLAN, "so/herfst", "nl").facts)
    assert facts["Rode draad"] == "Het goede gesprek – wat nam je mee?"
