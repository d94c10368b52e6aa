"""Looking back, four to six weeks after a session.

`reminder` asks the facilitator once, by e-mail. `together` plans a session of a quarter of an hour
that starts from the agreement. `by_link` lets people answer closed questions without a name.
"""
