"""A what-if is laid over the project, key by key, and its mistakes are told where they stand."""

from leernet.read.definitions import read_definitions

from .plan_projects import PROJECT


def read(what_if, project=PROJECT):
    definitions, findings = read_definitions({"leernet.yaml": project}, {"stel.yaml": what_if})
    return definitions, [str(finding) for finding in findings]


def test_a_key_of_the_what_if_goes_before_that_of_the_project_and_the_rest_stays():
    definitions, findings = read("members: {anna: {working_days: [vr]}}\nyear: {closed: [2026-09-17]}\n")

    assert findings == []
    assert definitions.year.members["anna"].name == "Anna"
    assert [half.weekday for half in definitions.year.members["anna"].working_days] == [4, 4]
    assert definitions.year.settings.title == "Proef"
    assert str(definitions.year.settings.closed[0]) == "2026-09-17"


def test_meetings_are_laid_over_those_with_the_same_id_and_new_ones_are_added():
    definitions, findings = read(
        "networks: {coaches: {meetings: [{id: lente, date: 2027-03-09}, "
        "{id: zomer, window: 2027-06-01..2027-06-25}]}}\n"
    )
    meetings = definitions.year.networks["coaches"].meetings

    assert findings == []
    assert [(meeting.id, str(meeting.window), str(meeting.date)) for meeting in meetings] == [
        ("herfst", "2026-09-14..2026-11-27", "None"),
        ("lente", "2027-02-22..2027-04-23", "2027-03-09"),
        ("zomer", "2027-06-01..2027-06-25", "None"),
    ]
    assert str(definitions.places.of("networks", "coaches", "meetings", 1, "date")) == "stel.yaml:1:51"
    assert str(definitions.places.of("networks", "coaches", "meetings", 1, "window")) == "leernet.yaml:24:29"


def test_something_new_may_be_defined():
    definitions, findings = read("members: {eva: {name: Eva, school: iep, roles: [coach]}}\n")

    assert findings == []
    assert "eva" in definitions.year.members


def test_a_row_of_a_table_can_be_laid_over_too():
    project = PROJECT.replace(PROJECT[PROJECT.index("members:") : PROJECT.index("networks:")], "")
    members = "id;naam;school;rol;werkdagen\nanna;Anna;beuk;coach;ma, di\n"
    definitions, findings = read_definitions(
        {"leernet.yaml": project, "members.csv": members},
        {"stel.yaml": "members: {anna: {away: [2026-09-17]}}\n"},
    )

    assert findings == ()
    assert str(definitions.year.members["anna"].away[0]) == "2026-09-17"
    assert len(definitions.year.members["anna"].working_days) == 4


def test_a_mistake_in_the_what_if_is_told_in_its_own_file():
    _definitions, findings = read("members: {anna: {working_days: [vrijdg]}}\n")

    assert [finding.partition(":")[0] for finding in findings] == ["stel.yaml"]
