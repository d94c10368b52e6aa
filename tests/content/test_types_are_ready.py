"""What msgspec must know of our types, it knows before there are threads."""

import subprocess
import sys

ASK = """
import sys
import msgspec
from content import document
from sessions_app import script

looked = []
sys.setprofile(lambda frame, event, _: event == "call" and looked.append(frame.f_code.co_name))
script.content_from_builtins({"lead": "Welkom."})
try:
    document.from_builtins({"slug": "module"})
except msgspec.ValidationError:
    pass
sys.setprofile(None)
print("get_class_annotations" in looked)
"""


def test_no_type_is_looked_at_when_it_is_first_used():
    """Two threads that do so at once crash the server: seen as a segmentation fault."""
    said = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "False"
