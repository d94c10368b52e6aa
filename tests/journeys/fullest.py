"""An edition in which every text is as long as publishing allows, and the session to see it in."""

from itertools import cycle, islice

LONG_WORDS = (
    *("ervaringsdeskundige", "hulpverleners", "die", "verantwoordelijkheid", "willen", "samen"),
    *("vertrouwenspersoon", "bespreken", "met", "familieleden", "waarom", "behandelplannen"),
)


def words(most_words: int, most_signs: int) -> str:
    """At most so many words and exactly so many signs where the words allow it."""
    text = " ".join(islice(cycle(LONG_WORDS), most_words))[:most_signs]
    return text[:1].upper() + text[1:].rstrip()


def sentence(signs: int) -> str:
    """Words up to so many signs."""
    return words(signs, signs)


def fill(document: dict) -> dict:
    """The document with every text that stands on the screen at its limit."""
    from content import checks
    from content.document import Diagram
    from content.passages import PHONE, SCREEN, USES

    for chapter in document["chapters"]:
        for slide in chapter["slides"]:
            kind = Diagram(slide["diagram"])
            slide["title"] = sentence(checks.TITLE)
            alone = kind == Diagram.NONE
            slide["body"] = sentence(checks.BODY_ALONE if alone else checks.BODY)
            figures = slide["figures"]
            number = any(one["value"] is not None for one in figures)
            few = kind == Diagram.WORDS and (number or len(figures) <= checks.BESIDE_A_NUMBER)
            most = checks.BESIDE_A_NUMBER if few else checks.FIGURES[kind]
            filled = islice(cycle(figures), most) if len(figures) < most else figures
            slide["figures"] = [dict(one) for one in filled] if figures else []
            for figure in slide["figures"]:
                figure["label"] = words(checks.LINE_WORDS, checks.LABEL.get(kind, checks.TITLE))
                figure["text"] = words(checks.LINE_WORDS, checks.FIGURE_TEXT)
            for figure in slide["figures"][:1]:
                figure["caution"] = sentence(checks.CAUTION)
    document["rules"] = [sentence(checks.RULE)] * checks.RULES
    document["aims"] = [sentence(checks.AIM)] * checks.AIMS
    for passage in document["passages"]:
        use = USES[passage["key"]]
        if use.where.startswith((SCREEN, PHONE)):  # what must fit: filled in as far as it needs
            values = "".join(f" {{{name}}}" for name in use.values)
            passage["text"] = sentence(use.room - len(values)) + values
    for method in document["methods"]:
        if not method["kind"]:
            line = sentence(checks.METHOD_LINE)
            large = words(checks.QUESTION_WORDS, checks.QUESTION)
            method["talk"] = [large, *[line] * (checks.METHOD_LINES - 1)]
            method["lead"] = method["roles"] = sentence(checks.METHOD_LEAD)
            method["check"] = sentence(checks.CHECK)
            method["name"] = sentence(checks.METHOD_NAME)
    for theme in document["themes"]:
        theme["intro"] = sentence(checks.INTRO)
        theme["film"]["content_note"] = sentence(checks.FILM_NOTE)
        group = [one for one in theme["questions"] if one["purpose"] == "group"]
        for number in range(checks.TALKED - len(group)):
            more = {**group[-1], "code": f"{theme['slug']}-extra-{number}"}
            theme["questions"] = [*theme["questions"], more]
        for question in theme["questions"]:
            _fill_question(question)
    for question in document["questions"]:
        _fill_question(question)
    return document


def _fill_question(question: dict) -> None:
    from content import checks

    longest = checks.ROUND if question["purpose"] == "round" else checks.QUESTION
    question["text"] = words(checks.QUESTION_WORDS, longest)
    if question["check"]:
        question["check"] = sentence(checks.CHECK)
    if question["points"]:
        question["points"] = [sentence(checks.POINT)] * checks.POINTS
    if question["options"]:
        first = question["options"][0]
        question["options"] = [
            {
                **first,
                "key": f"keuze{n}",
                "text": sentence(checks.OPTION),
                "alone": False,
                "row": "",
            }
            for n in range(checks.OPTIONS)
        ]


def edition():
    """The fullest edition, published as far as the checks are concerned."""
    from content.checks import problems
    from content.document import from_builtins, to_builtins
    from content.editions import current
    from content.models import Edition

    shipped = current()
    filled = fill(to_builtins(shipped.content))
    found = problems(from_builtins(filled))
    assert found == [], found
    return Edition.objects.create(module=shipped.module, number=900, document=filled)
