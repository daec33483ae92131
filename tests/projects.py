"""Small years for tests, made the way definitions make them."""

from leernet.model.year import Year

WORKSHOPS = {
    "buiten-rekenen": "Buiten rekenen",
    "drama": "Drama, spel en dans",
    "muziek": "Muziek",
    "toets": "Een goede toets; hoe dan?",
}


def student_year(workshops=None, moments=("herfst", "lente"), students=6, about=None, **series):
    """Students s1, s2, … of a pabo, a series of workshops for them, and a school coach for whom it is not."""
    members = {
        f"s{number}": {
            "id": f"s{number}",
            "name": name,
            "email": f"l{100 + number}@pabo.example",
            "roles": ["student"],
            **(about or {}).get(f"s{number}", {}),
        }
        for number, name in enumerate(NAMES[:students], 1)
    }
    members["coach"] = {
        "id": "coach",
        "name": "Cato Koning",
        "email": "c.koning@kiem.example",
        "roles": ["coach"],
    }
    return Year.model_validate(
        {
            "settings": {"school_year": "2026-2027"},
            "members": members,
            "series": {
                "workshops": {
                    "id": "workshops",
                    "for": {"roles": ["student"]},
                    "moments": {moment: {"date": f"2026-10-{8 + at}"} for at, moment in enumerate(moments)},
                    **series,
                }
            },
            "workshops": {
                id: {"id": id, "series": "workshops", "seats": "12", **_workshop(about)}
                for id, about in (workshops or WORKSHOPS).items()
            },
        }
    )


def _workshop(about):
    return {"title": about} if isinstance(about, str) else about


NAMES = (
    "Anne Bakker",
    "Bram de Wit",
    "Chloë Smit",
    "Daan Vos",
    "Eva Mulder",
    "Fenna Mulder",
    "Gijs Prins",
    "Hanna Blom",
    "Ilse Kok",
    "Jip Dekker",
)
