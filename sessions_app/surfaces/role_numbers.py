"""How many people of each role are expected on a dialogue day, as planner and console ask it."""

from django import forms

from sessions_app.surfaces.typed import Typed
from sessions_app.wish import Roles

MOST = 1000  # of one role
USUAL = 6  # more than the five from which a circle answers by itself


def _number(who: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"Hoeveel {who}?",
        min_value=0,
        max_value=MOST,
        initial=USUAL,
        error_messages={
            "required": f"Vul in hoeveel {who} er komen. Een schatting is goed.",
            "invalid": "Vul een heel getal in, bijvoorbeeld 6.",
            "min_value": "Vul 0 of meer in.",
            "max_value": f"Vul hooguit {MOST} in.",
        },
    )


class RolesForm(Typed, forms.Form):
    """Three numbers; nobody by name."""

    clienten = _number("cliënten")
    naasten = _number("naasten")
    hulpverleners = _number("hulpverleners")

    @property
    def roles(self) -> Roles:
        """The numbers; only when valid."""
        known = self.cleaned_data
        return Roles(
            clients=known["clienten"],
            relatives=known["naasten"],
            professionals=known["hulpverleners"],
        )

    def check_roles(self) -> None:
        """Say at the right field what is missing, once all three are numbers."""
        if not {"clienten", "naasten", "hulpverleners"} <= self.cleaned_data.keys():
            return
        if not self.roles.professionals:
            self.add_error("hulpverleners", "Op een dialoogdag zijn ook hulpverleners.")
        if not self.roles.clients + self.roles.relatives:
            self.add_error(
                "clienten", "Op een dialoogdag zijn cliënten of naasten. Vul in hoeveel."
            )

    @staticmethod
    def typed(roles: Roles) -> dict[str, int]:
        """The numbers as the fields hold them."""
        return {
            "clienten": roles.clients,
            "naasten": roles.relatives,
            "hulpverleners": roles.professionals,
        }


class CountForm(RolesForm):
    """The same numbers by themselves, once people are there."""

    def clean(self) -> None:
        self.check_roles()
