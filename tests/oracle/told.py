"""Who was told of which place, and what of a result binds because of that."""


def told_of(ledger: dict, series: str, said: dict) -> dict[str, set[str]]:
    """The sessions in which each member was told they have a place, and not told off."""
    told: dict[tuple[str, str], set[str]] = {}
    meetings = {about.get("meeting"): at for at, about in said["series"][series]["moments"].items()}
    for message in ledger.get("messages", ()):
        occasion, saw, stands = message["occasion"], message["saw"], message["method"] == "REQUEST"
        entry = (message["member"], message["uid"])
        if occasion in meetings:
            ids = (title.lower() for _span, title, *_rest in saw.get("workshops", ()))
            told[entry] = {f"{meetings[occasion]}/{id}" for id in ids} if stands else set()
        elif occasion.startswith(f"{series}/") and "presenter" not in saw.get("duties", ()):
            told[entry] = {occasion.removeprefix(f"{series}/")} if stands else set()
    found: dict[str, set[str]] = {}
    for (member, _uid), sessions in told.items():
        found.setdefault(member, set()).update(sessions)
    return found


def bound_places(
    before: dict, id: str, told: set[str], been: set[str], over: frozenset[str]
) -> dict[str, str]:
    """The places of somebody who was told; where one was lost that they were told last, that one still."""
    now = before["placements"][id]
    bound = before.get("before", {}).get(id, {}) if before.get("keep") == "frozen" else {}
    lost = {
        at: workshop
        for at, workshop in bound.items()
        if now.get(at) != workshop and f"{at}/{workshop}" in told - been and at not in over
    }
    stays = {
        at: workshop
        for at, workshop in now.items()
        if not lost or bound.get(at) == workshop or f"{at}/{workshop}" in told | been
    }
    return stays | lost
