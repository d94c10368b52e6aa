"""What must happen here by itself, every night."""

from django.conf import settings

from content import film_check


def look_at_films() -> str:
    """Are all films still to be seen?"""
    if not settings.FILM_CHECK_URL:
        return "Films zijn niet nagekeken: FILM_CHECK_URL is leeg."
    found = film_check.look()
    said = f"Films nagekeken: {len(found.there)} te zien"
    if found.gone:
        said += f", niet te zien: {', '.join(film.title for film in found.gone)}"
    if found.unknown:
        said += f", {len(found.unknown)} niet nagekeken, want YouTube gaf geen antwoord"
    return f"{said}."


CHORES = (look_at_films,)
