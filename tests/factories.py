"""Small, fixed building blocks for tests: a whole module in the shape of the real one."""

from content.document import (
    AnswerForm,
    Chapter,
    Circle,
    Depth,
    Document,
    Figure,
    Film,
    Option,
    Passage,
    Purpose,
    Question,
    Slide,
    Source,
    Theme,
)
from content.passages import in_order, methods_for, shipped_later, shipped_moments, shipped_passages
from sessions_app.wish import Roles

THEMES = (
    # number, slug, name, seconds, closeness
    (1, "bejegening", "Bejegening", 510, 2),
    (2, "professionele-afstand", "Professionele afstand", 525, 2),
    (3, "emoties-op-de-werkvloer", "Emoties op de werkvloer", 195, 3),
    (4, "gelijkwaardigheid", "Gelijkwaardigheid", 330, 2),
    (5, "eigen-regie", "Eigen regie", 420, 2),
    (6, "werkdruk", "Werkdruk", 240, 1),
    (7, "hoop", "Hoop", 315, 2),
    (8, "hulpverlener-als-client", "Hulpverlener als cliënt", 180, 3),
    (9, "passend-aanbod", "Passend aanbod", 180, 1),
)
SLUGS = tuple(row[1] for row in THEMES)
DAY = Roles(clients=6, relatives=6, professionals=8)  # of a dialogue day, each with a circle
WORDS = ("helemaal niet", "niet echt", "een beetje", "grotendeels", "helemaal")


def make_theme(number: int, slug: str, name: str, seconds: int, closeness: int) -> Theme:
    """A theme with its film and the questions that every theme has."""

    def question(code: str, purpose: Purpose, form: AnswerForm, depth: Depth | None = None, **more):
        return Question(
            code=f"{slug[:3].upper()}-{code}",
            purpose=purpose,
            form=form,
            depth=depth,
            text=more.pop("text", f"{name}, vraag {code}?"),
            **more,
        )

    return Theme(
        number=number,
        slug=slug,
        name=name,
        closeness=closeness,
        never_first=number == 8,
        intro=f"Inleiding bij {name}.",
        opening="Lees de inleiding voor.",
        silence="Tel rustig tot tien.",
        closing="Bedank iedereen.",
        film=Film(
            number=number,
            title=name,
            youtube=f"film{number:07d}",
            seconds=seconds,
            content_note="Deze film kan je raken.",
        ),
        questions=(
            question("I1", Purpose.PRIVATE, AnswerForm.PRIVATE),
            question("I2", Purpose.PRIVATE, AnswerForm.PRIVATE),
            question("G1", Purpose.GROUP, AnswerForm.OPEN, Depth.SAFE),
            question("G2", Purpose.GROUP, AnswerForm.ALOUD, Depth.DEEPER),
            question(
                "G3", Purpose.GROUP, AnswerForm.ALOUD, Depth.SAFE if number == 8 else Depth.DEEPEST
            ),
            question(
                "P1",
                Purpose.PERSPECTIVE,
                AnswerForm.ALOUD,
                text="Stel je voor: je bent een cliënt. Wat merk je?",
                check="Aan wie kun je vragen of dit klopt?",
            ),
            question("A1", Purpose.ACTION, AnswerForm.PRIVATE),
            *(
                question(
                    f"R{circle[0].upper()}",
                    Purpose.ROUND,
                    AnswerForm.SCALE,
                    text=f"{name}, aan {circle}.",
                    circle=circle,
                    points=WORDS,
                    about_self=True,
                )
                for circle in Circle
            ),
        ),
    )


def make_slide(key: str, minimum: int, figures: int = 3) -> Slide:
    """A slide that is in sessions of at least `minimum` minutes."""
    return Slide(
        key=key,
        title=f"Dia {key}",
        figures=tuple(Figure(label=f"regel {n}") for n in range(figures)),
        notes="Loop de regels langs.",
        minimum_session=minimum,
    )


def _passages(*own: Passage) -> tuple[Passage, ...]:
    """The fixed texts as they ship, these in place of their namesakes."""
    known = {one.key for one in own}
    return in_order([*own, *(one for one in shipped_passages() if one.key not in known)])


def make_document(**changes) -> Document:
    """A module of nine themes with the true lengths of the films; `changes` replace fields."""
    scale = {"form": AnswerForm.SCALE, "points": WORDS}
    parts = {
        "slug": "bij-nader-inzien",
        "name": "Bij nader inzien",
        "aims": ("Zorg waar iedereen terecht durft.", "Zorg die herstel steunt."),
        "rules": ("Ik laat een ander uitpraten.", "We hoeven het niet eens te zijn."),
        "chapters": (
            Chapter(
                key="theorie",
                title="Over stigma",
                slides=tuple(
                    make_slide(f"s{n}", minimum)
                    for n, minimum in enumerate((60, 60, 90, 120, 120, 150, 150, 180))
                ),
            ),
        ),
        "themes": tuple(make_theme(*row) for row in THEMES),
        "questions": (
            Question(
                code="BEG-1", purpose=Purpose.CHECKIN, form=AnswerForm.ALOUD, text="Welk woord?"
            ),
            Question(code="EV-5-BEGIN", purpose=Purpose.START, text="Ik denk dat.", **scale),
            Question(
                code="PEIL-1",
                purpose=Purpose.POLL,
                form=AnswerForm.ONE,
                text="Hoe vaak?",
                options=(Option(key="soms", text="Soms"), Option(key="vaak", text="Vaak")),
            ),
            Question(
                code="PEIL-2",
                purpose=Purpose.POLL,
                form=AnswerForm.SEVERAL,
                most=2,
                text="Welke vormen?",
                options=(
                    Option(key="a", text="Taal"),
                    Option(key="b", text="Afstand"),
                    Option(key="c", text="Toon"),
                    Option(key="n", text="Weet ik niet", alone=True),
                ),
            ),
            Question(
                code="WOORD-1", purpose=Purpose.WORDS, form=AnswerForm.WORDS, text="Welk woord?"
            ),
            Question(
                code="KEUZE-1",
                purpose=Purpose.STANCE,
                form=AnswerForm.ONE,
                text="Wat is dan het beste?",
                options=(Option(key="nu", text="Meteen"), Option(key="later", text="Later")),
                about_work=True,
            ),
            Question(
                code="LENS-1",
                purpose=Purpose.LENS,
                form=AnswerForm.SEVERAL,
                most=2,
                text="Wat zag je?",
                options=(
                    Option(key="dwang", text="Dwang"),
                    Option(key="somber", text="Somber"),
                    Option(key="geen", text="Geen van deze", alone=True),
                ),
            ),
            Question(
                code="EIND-1", purpose=Purpose.HARVEST, form=AnswerForm.ALOUD, text="Wat mee?"
            ),
            Question(
                code="EIND-2", purpose=Purpose.CHECKOUT, form=AnswerForm.ALOUD, text="Welk woord?"
            ),
            Question(code="EV-1", purpose=Purpose.EVALUATION, text="Ik begrijp beter.", **scale),
            Question(code="EV-6", purpose=Purpose.EVALUATION, text="Ik voelde me veilig.", **scale),
            Question(
                code="EV-9", purpose=Purpose.EVALUATION, form=AnswerForm.OPEN, text="Wat nodig?"
            ),
            *shipped_later(),
        ),
        "passages": _passages(
            Passage(key="opvang", title="Als iets je raakt", text="Praat met iemand. Bel 113."),
            Passage(
                key="leidinggevende",
                title="Lees hardop voor",
                text="Wat ik vandaag hoor, blijft hier.",
            ),
        ),
        "moments": shipped_moments(),
        "methods": methods_for({"lma19"}, set()),
        "sources": (Source(key="lma19", title="Monitor", short="Trimbos-instituut 2019"),),
    }
    return Document(**(parts | changes))
