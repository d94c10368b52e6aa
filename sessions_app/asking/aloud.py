"""Said aloud in the room: nothing on the phone."""

from content.document import AnswerForm
from sessions_app.asking.base import Unsent


class Aloud(Unsent):
    form = AnswerForm.ALOUD
    on_phone = False


FORM = Aloud()
