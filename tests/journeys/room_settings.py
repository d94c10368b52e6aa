"""The product's settings for journeys: a browser keeps the files of pages, as that of people does.

For a developer the server looks for each file anew and lets browsers ask each time.
"""

from bijnaderinzien.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
