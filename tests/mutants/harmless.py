"""Mistakes that no test can see because nothing anybody meets is different, and why."""

from tests.mutants.generate import Mutant

LAST_HALF_HOUR = (
    "A mirror, its talk and the closing take more than half an hour in whatever can be made now; "
    "the rule stands for kinds that would take less."
)

NOT_CALLED = "A middleware is given its name; only its first half is used, which calls nobody."
ONE_MORE = "One more or one fewer is remembered; what is forgotten is asked again."
EVERY_OPTION = "Every option was counted, also one that nobody chose."
ONE_STATEMENT = "One statement is a transaction by itself."
ENDED_IS_STILL = "What ended has a closed door and is in no step: nothing of it is due."
SAME_ROW = "The row was read in this transaction, under the session's lock: nothing else changed."
PLACED = "Where a question stands is said by its order alone."
TEN_OR_MORE = "For the types: fewer than ten were refused just before."
LOOKED_AT = "Whatever closes looks at both once more: only more rows are read."
NOT_SO_LONG = (
    "Whatever the group, no step comes near the most that it may last; the rule stands for kinds "
    "that would take less."
)
AT_ITS_BOUND = "What is just at its bound has those minutes either way, and the others theirs."

NAMED_ALIKE = (
    "No kind that there is names a step by its minutes or by who come; the rule stands for one "
    "that would."
)
FAR_ENOUGH = "Wherever they stand for a moment is far enough out of the way."
ONE_STEP = "The only step of a programme lasts half of what may be at most."
ONE_DEAL = "A session has one deal at a time: the database holds that."
GONE_ALREADY = "Of a text that is gone already nothing stands on a screen: the same row."
IN_A_STEP = "Only a session that runs is in a step."
HAS_A_SEAT = "For the types: who just came in or stood aside has a seat."
READ_BEFORE = (
    "It is called where the module is read, before a mistake is put in: tests of what is kept and "
    "put back see what it gives."
)
FOUR_FILL_IT = (
    "Four themes fill whatever time there is, also the shortest; the rule stands for kinds that "
    "would take less."
)
MIRROR_TALKS = (
    "An offer with a mirror is longer by it and its talk, so that there is always more of that; "
    "the rule stands for kinds that would take less."
)

# Per module and function: what is written there, and why the mistake does no harm.
HARMLESS: dict[tuple[str, str], list[tuple[str, str]]] = {
    ("sessions_app/results.py", "outcome"): [
        (
            "question.counts or {} -> question.counts",
            "For the types: the database holds that a frozen question has counts.",
        ),
        (
            "question.answered or 0 -> question.answered",
            "For the types: the database holds that a frozen question has its number.",
        ),
        (
            "0 in question.answered or 0 -> 1 in question.answered or 0",
            "For the types: what is shown here was answered by five or more.",
        ),
    ],
    ("sessions_app/results.py", "kept_off"): [
        (
            "-> outcome(question).hidden",
            "Off the screen can only be kept what is picked for it; that is tested.",
        ),
    ],
    ("sessions_app/results.py", "_texts"): [
        (
            "answers.order_by('id') -> answers",
            "Without an order they come as they lie: at random, since they were written anew.",
        ),
    ],
    ("sessions_app/results.py", "_agreed"): [
        (
            "given.filter(off_screen=False) -> given",
            "Who keeps a text off the screen loses the mark of the report in the same reading; "
            "that is tested, and said twice because of what it would let out.",
        ),
        (
            "given.filter(off_screen=False) -> given.filter()",
            "Who keeps a text off the screen loses the mark of the report in the same reading; "
            "that is tested, and said twice because of what it would let out.",
        ),
        (
            "filter(state=Answer.State.GIVEN, for_report=True) -> "
            "question.answers.filter(for_report=True)",
            "Who passes or takes back loses the mark of the report in the same statement; that is "
            "tested, and said twice because of what it would let out.",
        ),
    ],
    ("sessions_app/access.py", "owns"): [
        (
            "-> session.facilitators.filter(user_id=user.pk, owner=True).exists()",
            "A visitor without an account has no key, and nobody without one leads.",
        ),
    ],
    ("sessions_app/access.py", "step_to_plan"): [
        (
            "session.steps.filter(ref=ref).first() -> session.steps.filter(ref=ref).last()",
            "A public id is that of one step.",
        ),
    ],
    ("sessions_app/access.py", "session_to_show"): [
        ("found.first() -> found.last()", "A public id is that of one session."),
        (
            "-> session and keys.fits(key, SCREEN_SALT, _screen(session))",
            "No key fits nothing (test_keys).",
        ),
    ],
    ("sessions_app/access.py", "seat"): [
        (
            "first() -> own.select_related('session__current').last()",
            "A code is that of one session.",
        ),
    ],
    ("sessions_app/codes.py", "give_code"): [
        (
            "session.codes.filter(current=True) -> session.codes.filter()",
            "Those that are not current stay so.",
        ),
        (
            "session.codes.filter(current=True) -> session.codes",
            "Those that are not current stay so.",
        ),
        ("continue -> pass", "It is the last thing that the loop does."),
    ],
    ("sessions_app/codes.py", ""): [
        ("-> 65 in DRAWN = 64", "One more is drawn than are needed many times over."),
    ],
    ("sessions_app/codes.py", "free_codes"): [
        (
            "JoinCode.objects.filter(code__in=drawn) -> JoinCode.objects.filter()",
            "More codes are looked at; free are still only those that were drawn.",
        ),
        (
            "JoinCode.objects.filter(code__in=drawn) -> JoinCode.objects",
            "More codes are looked at; free are still only those that were drawn.",
        ),
        (
            "32 in secrets.randbits(32) -> 33 in secrets.randbits(32)",
            "More bits give an order by chance as well.",
        ),
    ],
    ("sessions_app/codes.py", "drop_old"): [
        (
            "JoinCode.objects.filter(session__ended_at__lt=ended)",
            "Only what ended has a moment at which it did.",
        ),
    ],
    ("sessions_app/running.py", "_changing"): [
        (
            "'version']) -> fresh.save()",
            "The row was read in this transaction, under its lock: nothing else changed.",
        ),
    ],
    ("sessions_app/running.py", "jump"): [
        (
            "_runnable(s).filter(ref=to_step).first() -> _runnable(s).filter(ref=to_step).last()",
            "A public id is that of one step.",
        ),
    ],
    ("sessions_app/running.py", "_ask_aloud"): [
        (
            "step.save(update_fields=['content']) -> step.save()",
            SAME_ROW,
        ),
    ],
    ("sessions_app/running.py", "go_phone_free"): [
        ("s.save(update_fields=['phone_free']) -> s.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "catch_up"): [
        ("step.save(update_fields=['skipped']) -> step.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "name_places"): [
        ("s.save(update_fields=['huddle_places']) -> s.save()", SAME_ROW),
    ],
    ("sessions_app/edits.py", "take_back"): [
        ("edit.save(update_fields=['state']) -> edit.save()", SAME_ROW),
    ],
    ("sessions_app/edits.py", "redo"): [
        ("edit.save(update_fields=['state']) -> edit.save()", SAME_ROW),
    ],
    ("sessions_app/edits.py", "_check"): [
        ("-> asked.on is None", "Of the newest version nothing is newer: one look more."),
    ],
    ("sessions_app/edits.py", "_put_step"): [
        ("step.save(update_fields=list(fields)) -> step.save()", SAME_ROW),
        ("step.save(update_fields=['minutes']) -> step.save()", SAME_ROW),
    ],
    ("sessions_app/edits.py", "renumber"): [
        (
            "-> everything of enumerate(order, start=1)",
            "Those that stand right are given the position that they have: only more work.",
        ),
        ("0 in default=0 -> 1 in default=0", FAR_ENOUGH),
        ("-> - in max(now.values(), default=0) + len(order) + 1", FAR_ENOUGH),
        ("-> 2 in max(now.values(), default=0) + len(order) + 1", FAR_ENOUGH),
    ],
    ("sessions_app/edits.py", "_fields"): [
        ("if f.name not in live)) -> return None", READ_BEFORE),
        ("-> everything of model._meta.concrete_fields", READ_BEFORE),
        ("-> in in f.name not in live", READ_BEFORE),
    ],
    ("sessions_app/edits.py", ""): [
        ("50 in KEPT = 50 -> 51 in KEPT = 50", "One more or one fewer can be undone."),
    ],
    ("sessions_app/edits.py", "noted"): [
        (
            "-> fresh.refresh_from_db()",
            "What an edit can't change is read as well, and it is as it was.",
        ),
    ],
    ("sessions_app/edits.py", "_note"): [
        ("session.save(update_fields=['programme_version']) -> session.save()", SAME_ROW),
    ],
    ("sessions_app/edits.py", "before_it_ran"): [
        (
            "edit.before or {} -> edit.before",
            "For the types: with what is done is kept what was before it.",
        ),
    ],
    ("sessions_app/edits.py", "_forget_oldest"): [
        (
            "-> < in session.programme_version <= KEPT",
            "Of just so many none is too many: one look more.",
        ),
        ("return -> pass", "Of so few none is too many: one look more."),
        (
            "1 in KEPT + 1 -> 2 in KEPT + 1",
            "What is older than the first of too many goes together with it.",
        ),
    ],
    ("sessions_app/edits.py", "_says_who"): [
        (
            "-> everything of (one.text, one.short)",
            "A text that names nobody is the same whoever is named: only more work.",
        ),
    ],
    ("sessions_app/edits.py", "_put"): [
        (
            "session.steps.filter(ref__in=steps) -> session.steps.filter()",
            "Steps that stay as they are are read as well, and nobody looks them up.",
        ),
        ("kept or {} -> kept", "For the types: with what is done both sides are kept."),
    ],
    ("sessions_app/programmes.py", "give_minutes"): [
        ("-> ['minutes', 'content']", NAMED_ALIKE),
    ],
    ("sessions_app/programmes.py", "make_anew"): [
        ("-> ['content']", NAMED_ALIKE),
        ("step.save(update_fields=['title', 'content']) -> step.save()", SAME_ROW),
    ],
    ("sessions_app/programmes.py", "_with_what_it_brings"): [
        (
            "first() -> right_after.filter(kind=step.of_kind.brings).last()",
            "One step stands there.",
        ),
    ],
    ("sessions_app/programmes.py", "_check_together"): [
        ("-> 1 in session.steps.aggregate(all=Sum('minutes'))['all'] or 0", ONE_STEP),
    ],
    ("sessions_app/programmes.py", "_follow"): [
        ("step.title = after.title -> pass", NAMED_ALIKE),
        ("return -> pass", "Where it would ask the same, nothing is asked anew: only more work."),
    ],
    ("sessions_app/edits.py", "cut_off"): [
        ("1 -> 2", "Any version will do that no page shows yet."),
        ("session.save(update_fields=['programme_version']) -> session.save()", SAME_ROW),
    ],
    ("sessions_app/pace.py", "shorter"): [
        (
            "-> turn is Turn.NEVER or not places",
            "Where nothing more is wanted, all keep their minutes.",
        ),
        ("-> turn is Turn.NEVER or wanted <= 0", "Of no steps nothing is taken."),
        ("-> < in wanted <= 0", "Where nothing more is wanted, all keep their minutes."),
    ],
    ("sessions_app/running.py", "leave_out"): [
        ("question.shown = False -> pass", "Only what is left out is saved of it."),
        ("-> True in question.shown = False", "Only what is left out is saved of it."),
        (
            "question.shown -> results.outcome(question).hidden",
            "What the screen does not show is not taken off it.",
        ),
        ("question.save(update_fields=['left_out']) -> question.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "reveal"): [
        ("step.save(update_fields=['closed', 'seats']) -> step.save()", SAME_ROW),
        ("step.save(update_fields=['revealed']) -> step.save()", SAME_ROW),
        (
            "question.step = step -> pass",
            "Each question would read its step itself: the row that was just saved.",
        ),
    ],
    ("sessions_app/running.py", "_enter"): [
        (
            "-> any((question.asking.on_phone for question in step.questions.all()))",
            "Phones that are not away stay so.",
        ),
    ],
    ("sessions_app/running.py", "start_clock"): [
        (
            "-> s.current is None or s.current.ref != from_step",
            "For the types: a session that is in a step knows since when.",
        ),
    ],
    ("sessions_app/running.py", "count_roles"): [
        ("s.save(update_fields=['role_numbers']) -> s.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "_runnable"): [
        (
            "s.steps.that_run().order_by('position') -> s.steps.that_run()",
            "Steps come in their own order, which is this one; said where it is relied on.",
        ),
    ],
    ("sessions_app/running.py", "_question"): [
        (
            "asked.select_related('step').first() -> asked.select_related('step').last()",
            "A public id is that of one question.",
        ),
    ],
    ("sessions_app/running.py", "_move"): [
        (
            "s.current and s.current.in_huddles -> s.current.in_huddles",
            "For the types: who moves on is in a step.",
        ),
        (
            "s.current and s.current.in_huddles -> s.current",
            "Where nobody is divided nobody chooses, and there is nothing to settle.",
        ),
        (
            "-> or in s.current and s.current.in_huddles",
            "Where nobody is divided nobody chooses, and there is nothing to settle.",
        ),
    ],
    ("sessions_app/running.py", "_leave"): [
        (
            "s.current_id and s.step_started_at -> s.step_started_at",
            "A session that is in a step knows since when.",
        ),
        (
            "s.current_id and s.step_started_at -> s.current_id",
            "A session that is in a step knows since when.",
        ),
        (
            "and in s.current_id and s.step_started_at -> or in s.current_id and s.step_started_at",
            "A session that is in a step knows since when.",
        ),
    ],
    ("sessions_app/running.py", "conceal"): [
        ("step.save(update_fields=['revealed']) -> step.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "put_up"): [
        (
            "question.answers.filter(picked=True) -> question.answers.filter()",
            "What was not picked stays so.",
        ),
        (
            "question.answers.filter(picked=True) -> question.answers",
            "What was not picked stays so.",
        ),
        ("row.save(update_fields=['picked']) -> row.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "take_down"): [
        ("row.save(update_fields=['picked']) -> row.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "arrange"): [
        ("row.save(update_fields=['heading', 'covered']) -> row.save()", SAME_ROW),
    ],
    ("sessions_app/running.py", "close"): [
        ("step.save(update_fields=['closed', 'seats']) -> step.save()", SAME_ROW),
    ],
    ("sessions_app/results.py", "_gathered"): [
        ("0 in default=0 -> 1 in default=0", "Where all are left out, all stand as small."),
    ],
    ("sessions_app/custody.py", "offer_to"): [
        (
            "first() -> found.filter(address__in=mine, session__deleted_at=None).last()",
            "A public id is that of one offer.",
        ),
    ],
    ("sessions_app/custody.py", "note_who_looks_after"): [
        (
            "found.filter(left_at__isnull=False) -> found.filter()",
            "What has no such moment is given none.",
        ),
        (
            "found.filter(left_at__isnull=False) -> found",
            "What has no such moment is given none.",
        ),
    ],
    ("sessions_app/custody.py", "stop_leading"): [
        (
            "first() -> session.facilitators.filter(user=who).last()",
            "Nobody leads a session twice: the database holds that.",
        ),
    ],
    ("sessions_app/retention.py", "texts_go_at"): [
        (
            "-> session.texts_gone_at or not texts_left(session)",
            "For the types: before the end there are no texts to go.",
        ),
        (
            "-> session.ended_at is None or not texts_left(session)",
            "Where texts went none are left; that they are not counted again is all.",
        ),
    ],
    ("sessions_app/retention.py", "questions_with_texts"): [
        (
            "form__in=asking.WORDED, may_be_seen=... -> "
            "StepQuestion.objects.filter(step__session=session, may_be_seen=True, "
            "answers__isnull=Fa...",
            "After the end no answers are left but texts; that is tested.",
        ),
    ],
    ("sessions_app/retention.py", "_drop"): [
        ("known.save(update_fields=['texts_gone_at']) -> known.save()", SAME_ROW),
    ],
    ("sessions_app/retention.py", "drop_old_texts"): [
        (
            "-> DialogueSession.objects.filter(texts_gone_at=None, ended_at__lte=now - kept())",
            "Only what ended has a moment at which it did.",
        ),
        (
            "(phase=DialogueSession.Phase.ENDED, ended_at__lte=now - k...",
            "Of what went before nothing is left: looking again finds none.",
        ),
    ],
    ("sessions_app/colleague_links.py", "of"): [
        (
            "first() -> _to(own).filter(ends_at__gt=now or timezone.now()).last()",
            "There is one link to a thing: the database holds that.",
        ),
    ],
    ("sessions_app/colleague_links.py", "make"): [
        ("filter(pk=own.pk).last()", "A key is that of one row."),
    ],
    ("sessions_app/colleague_links.py", "take"): [
        (
            "with writing(): -> if True:",
            "A look that holds no row, and a copy that is a transaction by itself.",
        ),
    ],
    ("sessions_app/colleague_links.py", "to_title"): [
        (
            "first() -> kept.filter(title=' '.join(title.split())).last()",
            "A name comes once: the database holds that.",
        ),
    ],
    ("sessions_app/colleague_links.py", "close"): [
        ("with writing(): -> if True:", ONE_STATEMENT),
        (
            "-> 1 in _to(own).delete()[0]",
            "What went per kind of row says nothing either where nothing went.",
        ),
    ],
    ("sessions_app/colleague_links.py", "find"): [
        (
            "first() -> working.select_related('programme__user', 'step__user').last()",
            "A key is that of one link.",
        ),
    ],
    ("sessions_app/own_steps.py", "keep"): [
        (
            "first() -> mine.filter(title=step.title).last()",
            "A name comes once: the database holds that.",
        ),
    ],
    ("sessions_app/own_steps.py", "put"): [
        (
            "first() -> OwnStep.objects.filter(user=user, ref=ref).last()",
            "A public id is that of one step.",
        ),
    ],
    ("sessions_app/own_steps.py", "copy"): [
        (
            "first() -> mine.filter(title=title).last()",
            "A name comes once: the database holds that.",
        ),
    ],
    ("sessions_app/huddling.py", "count"): [
        ("first() -> Huddles.objects.filter(step=step).last()", ONE_DEAL),
    ],
    ("sessions_app/huddling.py", "of"): [
        (
            "-> not session.phone_free",
            "Only a session that runs is in a step, and its end drops the huddles.",
        ),
        ("first() -> Huddles.objects.filter(step=step).last()", ONE_DEAL),
    ],
    ("sessions_app/huddling.py", "offer_signs"): [
        (
            "0 in {str(number): 0 for number in range(len(each))} -> "
            "1 in {str(number): 0 for number in range(len(each))}",
            "How many sit there is counted right after.",
        ),
    ],
    ("sessions_app/huddling.py", "_anew"): [
        ("_held(s).first() -> _held(s).last()", ONE_DEAL),
    ],
    ("sessions_app/huddling.py", "_press"): [
        (
            "first() -> Huddles.objects.select_for_update().filter(step=session.current_id).last()",
            ONE_DEAL,
        ),
        ("-> dealt.save()", "The row was read in this transaction, under its lock."),
    ],
    ("sessions_app/huddling.py", "reopen"): [
        ("first() -> _held(s).filter(step=s.current_id).last()", ONE_DEAL),
    ],
    ("sessions_app/huddling.py", "settle"): [
        ("exclude(choosing=Huddles.Choosing.NOBODY).last()", ONE_DEAL),
        (
            "_held(s).filter(step=s.current_id) -> _held(s).filter()",
            "People choose in the step of now only: leaving it ends that, which is tested.",
        ),
        (
            "_held(s).filter(step=s.current_id) -> _held(s)",
            "People choose in the step of now only: leaving it ends that, which is tested.",
        ),
    ],
    ("sessions_app/huddling.py", "mine"): [
        ("seat is None or seat.at is None -> seat.at is None", HAS_A_SEAT),
        ("seat is not None and seat.out -> seat.out", HAS_A_SEAT),
        (
            "seat is None or (seat.at is None and (not seat.out) and (not dealt.choosing)) -> "
            "seat is None",
            "Who takes part, has a seat and sits nowhere was the last: there is none to go to.",
        ),
    ],
    ("sessions_app/huddling.py", "go"): [
        (
            "with writing(): -> if True:",
            "A look and one statement; what is held, the database holds.",
        ),
        ("-> Participant.objects.filter(pen=pen)", "A pen is that of one session."),
        (
            "first() -> Participant.objects.filter(session=session, pen=pen).last()",
            "A pen is that of one phone: the database holds that.",
        ),
        ("return -> pass", "Who just stood aside is noted to be out once more."),
    ],
    ("sessions_app/huddling.py", "tell_sizes"): [
        ("writing(durable=False) -> writing()", "It waits for the disk, and does the same."),
        (
            "False in durable=False -> True in durable=False",
            "It waits for the disk, and does the same.",
        ),
        (
            "-> Huddles.objects.filter(told=False)",
            "Only a session that runs has huddles: its end drops them.",
        ),
        ("-> dealt.save()", "The row was read in this transaction, under its lock."),
        ("Huddles.objects.select_for_update().filter(pk=pk).last()", "A key is that of one row."),
    ],
    ("sessions_app/huddling.py", "_come_in"): [
        (
            "-> seats[pen].at is not None or dealt.choosing",
            "Who stands aside is not asked in before they come back.",
        ),
    ],
    ("sessions_app/huddling.py", "_seat"): [
        (
            "-> HuddleSeat.objects.filter(participant__pen=pen)",
            "A pen of having joined is that of one session.",
        ),
        (
            "first() -> HuddleSeat.objects.filter(participant__session=session, "
            "participant__pen=pen).last()",
            "A phone has one seat: the database holds that.",
        ),
    ],
    ("sessions_app/huddles.py", ""): [
        ("-> 61 in _LARGE = 60", "From how many people on one try must do; one more is as many."),
        ("-> 13 in _TRIES = 12", "One deal more to choose from."),
    ],
    ("sessions_app/huddles.py", "sign"): [
        ("-> - in at + turn", "After the first six the signs come in another order: each once."),
    ],
    ("sessions_app/huddles.py", "deal"): [
        (
            "else _TRIES -> _TRIES",
            "A large room where all have met takes twelve times as long; no test is timed.",
        ),
        (
            "-> 2 in 1 if len(people) > _LARGE else _TRIES",
            "A second try where one would do: more work.",
        ),
        (
            "-> >= in len(people) > _LARGE",
            "From how many people on one try must do; one more is as many.",
        ),
        ("-> <= in again < least", "Of deals that are as good any will do."),
    ],
    ("sessions_app/huddles.py", "_by_size"): [
        ("(found[n], n) -> (found[n],)", "Of huddles that are as large any will do."),
    ],
    ("sessions_app/huddles.py", "_improve"): [
        (
            "-> everything of enumerate(one)",
            "Who met nobody there is tried as well: more work, and as few meet again.",
        ),
    ],
    ("sessions_app/keeping_time.py", "end"): [
        (
            "session.started_at or session.starts_at -> session.started_at",
            "For the types: the database holds that what runs has begun.",
        ),
    ],
    ("sessions_app/keeping_time.py", "of"): [
        ("session.current if session.running else None -> session.current", IN_A_STEP),
    ],
    ("sessions_app/keeping_time.py", "_turn"): [
        ("return Turn.NEVER -> return None", "Whose turn never comes, gives nothing either way."),
    ],
    ("sessions_app/screening.py", "of"): [
        ("session.current if session.running else None -> session.current", IN_A_STEP),
        (
            "Screening.objects.filter(step=step).first() -> "
            "Screening.objects.filter(step=step).last()",
            "A step has one film: the database holds that.",
        ),
    ],
    ("sessions_app/screening.py", "position"): [
        (
            "-> shown.state == State.PLAYING and is_there(shown)",
            "For the types: of a screen that is there something was heard.",
        ),
        ("-> film.seconds", "For the types: nobody asks where a step without a film is."),
    ],
    ("sessions_app/screening.py", "_film"): [
        ("-> step.script.film", "What a step says is read whole, also where it has no film."),
    ],
    ("sessions_app/screening.py", "_pressing"): [
        ("shown.step = step -> pass", "It would read its step itself: the same row."),
    ],
    ("sessions_app/screening.py", "clock_waits"): [
        ("-> session.current", IN_A_STEP),
        (
            "-> step is None or not step.content.get('film')",
            "Only a film has a film; the kind says why.",
        ),
    ],
    ("sessions_app/screening.py", "is_there"): [
        ("-> <= in timezone.now() - shown.heard_at < GONE_AFTER", "Of one moment among all."),
    ],
    ("sessions_app/screening.py", "hear"): [
        ("session.current if session.running else None -> session.current", IN_A_STEP),
        (
            "False in durable=False -> True in durable=False",
            "It waits for the disk: nothing else is different.",
        ),
        (
            "writing(durable=False) -> writing()",
            "It waits for the disk: nothing else is different.",
        ),
    ],
    ("sessions_app/rehearsing.py", "of"): [
        ("first() -> _begun_by(user).last()", "Somebody has one rehearsal at a time."),
    ],
    ("sessions_app/rehearsing.py", "_throw_away"): [
        ("with writing(): -> if True:", "Deleting is a transaction by itself."),
    ],
    ("sessions_app/rehearsing.py", "turns"): [
        ("-> <= in drawn < PASSES", "Of one number among all."),
        ("-> <= in drawn < PASSES + SILENT", "Of one number among all."),
    ],
    ("sessions_app/rehearsing.py", "signal_of"): [
        ("-> <= in drawn < PAUSES", "Of one number among all."),
        ("-> <= in drawn < PAUSES + ASKS", "Of one number among all."),
    ],
    ("sessions_app/rehearsing.py", "play"): [
        (
            "exclude(phase=DialogueSession.Phase.ENDED) -> "
            "tried.filter(phone_free=False).exclude()",
            ENDED_IS_STILL,
        ),
        (
            "exclude(phase=DialogueSession.Phase.ENDED) -> tried.filter(phone_free=False)",
            ENDED_IS_STILL,
        ),
    ],
    ("sessions_app/rehearsing.py", "_play"): [
        ("here.append(coming[0]) -> pass", "Who came in does what is due in the next round."),
        (
            "-> coming and _comes(session, coming, now)",
            "Joining is refused where the door is closed; here it saves the trying.",
        ),
        (
            "-> session.running and session.step_started_at is not None",
            "For the types: a session that runs is in a step.",
        ),
        (
            "-> step is not None and session.step_started_at is not None",
            "Only a session that runs is in a step.",
        ),
        (
            "-> session.running and step is not None",
            "For the types: a step that the room is in began.",
        ),
        (
            "-> or in session.running and step is not None and "
            "(session.step_started_at is not None)",
            "What runs is in a step that began, and what does not run is in none.",
        ),
    ],
    ("sessions_app/rehearsing.py", "_take_a_sign"): [
        (
            "-> dealt is None",
            "Where nobody chooses everybody sits somewhere, a latecomer once they look.",
        ),
        (
            "with suppress(Refused): -> if True:",
            "Between two looks of one round: it is logged, and the next round goes on.",
        ),
    ],
    ("sessions_app/rehearsing.py", "_joined"): [
        (
            "Participant.objects.filter(session=session) -> Participant.objects",
            "A pen of joining is that of one session; the database looks less.",
        ),
        (
            "Participant.objects.filter(session=session) -> Participant.objects.filter()",
            "A pen of joining is that of one session; the database looks less.",
        ),
    ],
    ("sessions_app/rehearsing.py", "_answer"): [
        (
            "Answer.objects.filter(question__in=questions) -> Answer.objects.filter()",
            "Answers to other questions are known as well, and nobody looks them up.",
        ),
        (
            "Answer.objects.filter(question__in=questions) -> Answer.objects",
            "Answers to other questions are known as well, and nobody looks them up.",
        ),
        (
            "if entr... -> Answer.objects.filter(question__in=questions)"
            ".values_list('question_id', 'pen')",
            "It looks what is there where nothing is due.",
        ),
        (
            "60 in step.minutes * 60 -> 61 in step.minutes * 60",
            "Half a second more, in a step of one minute.",
        ),
        ("with writing(): -> if True:", "What is stored is a transaction by itself."),
    ],
    ("sessions_app/rehearsing.py", "_entry"): [
        (
            "-> asking.worded and (not asking.gathers)",
            "For the types: what is written is text.",
        ),
        ("1 in number=1 -> 2 in number=1", "They answer once: any number is the newest."),
    ],
    ("sessions_app/rehearsing.py", "_signal"): [
        ("-> < in after <= seconds", "Of one moment among all."),
    ],
    ("sessions_app/lookback/by_link.py", "outcomes"): [
        (
            "LookBack.objects.filter(session=session, closed=True).last()",
            "A session has one row of looking back: the database holds that.",
        ),
    ],
    ("sessions_app/lookback/together.py", "plan"): [
        (
            "-> session.looked_back_in.filter(deleted_at=None).last()",
            "There is one that is not deleted.",
        ),
        (
            "-> msgspec.structs.replace(briefs.wish_of(session), minutes=MINUTES)",
            "None of its steps asks what the themes were.",
        ),
        (
            "-> msgspec.structs.replace(briefs.wish_of(session), themes=())",
            "No kind looks at the minutes of a wish: the brief has the quarter.",
        ),
        ("-> enumerate(step.questions)", PLACED),
        ("1 in start=1 -> 2 in start=1", PLACED),
    ],
    ("sessions_app/lookback/together.py", "programme"): [
        (
            "sum(minutes) < MINUTES and minutes[at] < bounds[at].most -> sum(minutes) < MINUTES",
            NOT_SO_LONG,
        ),
        ("-> <= in minutes[at] < bounds[at].most", NOT_SO_LONG),
    ],
    ("sessions_app/lookback/by_link.py", "open_link"): [
        ("session.joined_at_end or 0 -> session.joined_at_end", TEN_OR_MORE),
        ("0 in session.joined_at_end or 0 -> 1 in session.joined_at_end or 0", TEN_OR_MORE),
        ("-> enumerate(questions)", PLACED),
        ("1 in start=1 -> 2 in start=1", PLACED),
    ],
    ("sessions_app/lookback/by_link.py", "find"): [
        (
            "-> LookBack.objects.select_related('session').filter(key=key, "
            "session__deleted_at=None).la...",
            "A key is that of one link: the database holds that.",
        ),
        (
            "-> found is None or found.closes_at + SHOWN_FOR <= now",
            "For the types: the database holds that a link has a last day.",
        ),
    ],
    ("sessions_app/lookback/by_link.py", "answer"): [
        (
            "question.save(update_fields=['tally', 'given']) -> question.save()",
            "The row was read in this transaction, under the lock of its look-back.",
        ),
    ],
    ("sessions_app/lookback/by_link.py", "is_open"): [
        (
            "-> not look_back.closed and (now or timezone.now()) <= until",
            "For the types: only a link is asked about, and the database holds that it has a day.",
        ),
    ],
    ("sessions_app/lookback/by_link.py", "close_due"): [
        ("-> LookBack.objects.filter(closed=False)", LOOKED_AT),
        ("-> LookBack.objects.filter(key__isnull=False)", LOOKED_AT),
    ],
    ("sessions_app/lookback/by_link.py", "may_open"): [
        (
            "session.joined_at_end or 0 -> session.joined_at_end",
            "For the types: only a session that ended is asked about, and it has its number.",
        ),
        (
            "0 in session.joined_at_end or 0 -> 1 in session.joined_at_end or 0",
            "One is too few as well.",
        ),
    ],
    ("sessions_app/lookback/by_link.py", "close_if_due"): [
        ("row.save(update_fields=['closed']) -> row.save()", SAME_ROW),
    ],
    ("sessions_app/report_links.py", "of"): [
        (
            "ends_at__gt=now or timezone.now()).last()",
            "A session has one link: the database holds that.",
        ),
    ],
    ("sessions_app/report_links.py", "find"): [
        (
            "-> ReportLink.objects.filter(key=key, ends_at__gt=now or timezone.now(), "
            "session__deleted_...",
            "A key is that of one link: the database holds that.",
        ),
    ],
    ("sessions_app/report_links.py", "withdraw"): [
        (
            "-> 1 in ReportLink.objects.filter(session=session).delete()[0]",
            "What went per kind of row says nothing either where nothing went.",
        ),
        ("with writing(): -> if True:", ONE_STATEMENT),
    ],
    ("sessions_app/keeping.py", "delete_session"): [
        (
            "known.save(update_fields=['deleted_at', 'door_open']) -> known.save()",
            SAME_ROW,
        ),
    ],
    ("sessions_app/keeping.py", "archive"): [
        ("known.save(update_fields=['archived_at']) -> known.save()", SAME_ROW),
    ],
    ("sessions_app/keeping.py", "_not_running"): [
        (
            "-> DialogueSession.objects.select_for_update().filter(pk=session.pk).last()",
            "A primary key is that of one session.",
        ),
    ],
    ("sessions_app/keeping.py", "take_back"): [
        ("with writing(): -> if True:", ONE_STATEMENT),
    ],
    ("sessions_app/keeping.py", "out_of_archive"): [
        ("with writing(): -> if True:", ONE_STATEMENT),
    ],
    ("sessions_app/live/answers.py", "_several"): [
        (
            "-> >= in len(found) > 1",
            "Of one question the rows are written anew among others as well: only more work.",
        ),
    ],
    ("sessions_app/live/line.py", "Line._end"): [
        (
            "self._closing or b'' -> self._closing",
            "For the types: a stream is ended only where there are last words.",
        ),
    ],
    ("sessions_app/live/doors.py", ""): [
        (
            "-> 1.25 in SAYS_NO_AFTER = 0.25",
            "A later no says as little; only who mistyped waits a second longer.",
        ),
    ],
    ("sessions_app/live/doors.py", "_Remembered.get"): [
        ("-> >= in now - known[0] > FRESH", "Of one moment among all."),
        ("-> >= in len(self._known) > 1000", ONE_MORE),
        ("1000 in len(self._known) > 1000 -> 1001 in len(self._known) > 1000", ONE_MORE),
    ],
    ("sessions_app/live/doors.py", "let_in"): [
        ("-> >= in len(_held) > 5000", ONE_MORE),
        ("5000 in len(_held) > 5000 -> 5001 in len(_held) > 5000", ONE_MORE),
    ],
    ("sessions_app/live/doors.py", "_nothing"): [
        ("return HttpResponse() -> return None", NOT_CALLED),
    ],
    ("sessions_app/live/answers.py", "_fields"): [
        (
            "_csrf.process_request(request) -> pass",
            "Django's check reads the cookie itself; this is called as Django calls it.",
        ),
    ],
    ("sessions_app/live/answers.py", "_no_view"): [
        ("return HttpResponse() -> return None", NOT_CALLED),
    ],
    ("sessions_app/live/answers.py", "_Reply.__init__"): [
        ("super().__init__(sentence) -> pass", "What it says is read from `sentence`."),
    ],
    ("sessions_app/live/doors.py", "_sits"): [
        ("-> <= in time.monotonic() < _held.pop(browser, 0.0)", "Of one moment among all."),
        (
            "0.0 in _held.pop(browser, 0.0) -> 1.0 in _held.pop(browser, 0.0)",
            "Of a clock that began long before: who is not held is asked for either way.",
        ),
        ("-> >= in len(_seated) > 200", ONE_MORE),
        ("200 in len(_seated) > 200 -> 201 in len(_seated) > 200", ONE_MORE),
    ],
    ("sessions_app/live/doors.py", "_sit"): [
        ("-> >= in len(_sitting) > 20000", ONE_MORE),
        ("20000 in len(_sitting) > 20000 -> 20001 in len(_sitting) > 20000", ONE_MORE),
    ],
    ("sessions_app/live/doors.py", "_codes_of"): [
        (
            "first() -> found.select_related('current').last()",
            "A public id is that of one session.",
        ),
    ],
    ("sessions_app/live/line.py", "Line.__init__"): [
        ("1 in -1 -> 2 in -1", "Below every version either way."),
    ],
    ("sessions_app/closing.py", "freeze"): [
        (
            "question.save(update_fields=DECIDED) -> question.save()",
            SAME_ROW,
        ),
    ],
    ("sessions_app/closing.py", "keep_what_may_be_seen"): [
        ("question.save(update_fields=kept) -> question.save()", SAME_ROW),
    ],
    ("sessions_app/closing.py", "write_anew"): [
        (
            "-> Answer.objects.bulk_create(new)",
            "All rows in one statement, as long as it holds so many.",
        ),
        ("500 in batch_size=500 -> 501 in batch_size=500", "One row more in one statement."),
    ],
    ("sessions_app/closing.py", "_freeze_circles"): [
        (
            "filter(frozen=False).exclude(circle='') -> "
            "question.step.questions.filter(frozen=False).exclude()",
            "A round asks nothing but what a circle is asked.",
        ),
        (
            "filter(frozen=False).exclude(circle='') -> "
            "question.step.questions.filter(frozen=False)",
            "A round asks nothing but what a circle is asked.",
        ),
        (
            "one.step = question.step -> pass",
            "Each question would read its step itself: the same row.",
        ),
        ("one.save(update_fields=DECIDED) -> one.save()", SAME_ROW),
        (
            "question.refresh_from_db(fields=DECIDED) -> question.refresh_from_db()",
            "More is read than was written.",
        ),
    ],
    ("sessions_app/closing.py", "drop_taken_back"): [
        ("gone.filter(value__isnull=False) -> gone.filter()", GONE_ALREADY),
        ("gone.filter(value__isnull=False) -> gone", GONE_ALREADY),
        (
            "_of(s).filter(frozen=True, form__in=asking.WORDED) -> "
            "_of(s).filter(form__in=asking.WORDED)",
            "Only of a text that was read the value waits for the next step.",
        ),
        (
            "_of(s).filter(frozen=True, form__in=asking.WORDED) -> _of(s).filter(frozen=True)",
            "Only of a text that was read the value waits for the next step.",
        ),
        (
            "_of(s).filter(frozen=True, form__in=asking.WORDED) -> _of(s)",
            "Only of a text that was read the value waits for the next step.",
        ),
        (
            "False in shown=False -> True in shown=False",
            "What is not kept leaves the screen with the step that is left.",
        ),
    ],
    ("sessions_app/closing.py", "waits_for_talk"): [
        (
            "-> not question.step.of_kind.comes_again",
            "What is frozen is not asked about.",
        ),
        ("-> question.frozen", "What does not come again has no second."),
        (
            "-> again is None or again.step.skipped",
            "A second choice that was read is closed, and the room was there.",
        ),
        (
            "-> and in question.frozen or not question.step.of_kind.comes_again",
            "What is frozen is not asked about, and what does not come again has no second.",
        ),
    ],
    ("sessions_app/closing.py", "mix"): [
        ("step.save(update_fields=['mixed']) -> step.save()", SAME_ROW),
        (
            "distinct() -> s.steps.filter(mixed=False, questions__isnull=False)",
            "A step with two questions is mixed twice: the same rows.",
        ),
        (
            "-> s.steps.filter(questions__isnull=False)",
            "What was mixed is mixed once more: the same rows, in an order by chance.",
        ),
        (
            "-> s.steps.filter(mixed=False)",
            "Of a step that asks nothing there is nothing to mix.",
        ),
        (
            "-> Answer.objects.filter(question__step=step)",
            "What was read is written anew as well: the same rows, with the same keys.",
        ),
        (
            "s.steps.filter(mixed=False, questions__isnull=False) -> s.steps",
            "What was mixed is mixed once more: the same rows, in an order by chance.",
        ),
    ],
    ("sessions_app/closing.py", "is_open"): [
        (
            "-> s.current_id == step.pk and (not step.closed)",
            "Only a session that runs is in a step.",
        ),
    ],
    ("sessions_app/closing.py", "_apart"): [
        (
            "before.answered or 0 -> before.answered",
            "For the types: it was frozen just before, and then it has its number.",
        ),
        (
            "0 in before.answered or 0 -> 1 in before.answered or 0",
            "For the types: where the first may be seen, five or more answered it.",
        ),
    ],
    ("sessions_app/closing.py", "_band"): [
        ("question.counts or {} -> question.counts", "For the types: they were just counted."),
        ("0 in counts.get(o.key, 0) -> 1 in counts.get(o.key, 0)", EVERY_OPTION),
        ("0 in counts.get(key, 0) -> 1 in counts.get(key, 0)", EVERY_OPTION),
    ],
    ("sessions_app/results.py", "_asked_in"): [
        (
            "asked.select_related('step').first() -> asked.select_related('step').last()",
            "A statement is asked at the start once.",
        ),
    ],
    ("sessions_app/participation.py", ""): [
        ("-> 8215 in SEATS_LOCK = 8214", "Any number will do, as long as nobody else locks by it."),
    ],
    ("sessions_app/participation.py", "settle"): [
        (
            "filter(session=session, pen__in=held) -> HeldSeat.objects.filter(pen__in=held)",
            "A pen of joining is that of one session; the database looks less.",
        ),
    ],
    ("sessions_app/participation.py", "store"): [
        (
            "!= _RUNNING -> question is None or live.phase != _RUNNING",
            "A question of a session that is gone is gone with it.",
        ),
    ],
    ("sessions_app/participation.py", "_in_one_circle"): [
        (
            "-> Answer.objects.filter(pen__in={pen for _, pen in others})",
            "Pens of another question match none of these; the database looks less.",
        ),
        (
            "-> Answer.objects.filter(question__in={question_id for question_id, _ in others})",
            "What others said there is read as well, and looked up by nobody.",
        ),
        ("pen__in=... -> Answer.objects", "The same, of all answers."),
        (
            "or entry.state == Answer.State.WITHDRAWN -> entry.state == Answer.State.WITHDRAWN",
            "Asked of everybody, it stands by itself: nothing elsewhere goes, the newest is kept.",
        ),
    ],
    ("sessions_app/participation.py", "_newer"): [
        ("0 in other or 0 -> 1 in other or 0", "Phones count from one."),
    ],
    ("sessions_app/participation.py", "tell_signals"): [
        (
            "step__session__phase=_RUNNING) -> Signal.objects.filter(told=False)",
            "Who signals is in a session that runs, and its end drops all signals.",
        ),
    ],
    ("sessions_app/participation.py", "own_answers"): [
        (
            "StepQuestion.objects.filter(step__session=session) -> StepQuestion.objects",
            "Answers of other sessions are left out below: more work, the same answers.",
        ),
        (
            "StepQuestion.objects.filter(step__session=session) -> StepQuestion.objects.filter()",
            "Answers of other sessions are left out below: more work, the same answers.",
        ),
        (
            "Answer.objects.filter(question__step__session=session, pen__in=list(questions)) -> "
            "Answer.objects.filter(pen__in=list(questions))",
            "Pens of another question match none of this session; the database looks less.",
        ),
        (
            "a.pen is not None of found -> everything of found",
            "For the types: what was found by its pen has one.",
        ),
    ],
    ("sessions_app/answer_rows.py", "write"): [
        (
            "e.state == WITHDRAWN of newest -> everything of newest",
            "The statement asks for the state as well: more questions are named, no row differs.",
        ),
    ],
    ("sessions_app/answer_rows.py", "_by_turns"): [
        (
            "[{}] if place == len(turns) else [] -> [{}]",
            "One empty turn more, which is left out below.",
        ),
        (
            "0 in entry.number or 0 -> 1 in entry.number or 0",
            "Only where both have no number, and then the later one goes either way.",
        ),
    ],
    ("sessions_app/answer_rows.py", "_take_up"): [
        (
            "< in len(pens) < MIXED -> <= in len(pens) < MIXED",
            "With so many, none are taken up either way.",
        ),
    ],
    ("sessions_app/results.py", "counted"): [
        (
            "Answer.objects.filter(question__in=questions) -> Answer.objects.filter()",
            "Answers to other questions are counted as well, and nobody looks them up.",
        ),
        (
            "Answer.objects.filter(question__in=questions) -> Answer.objects",
            "Answers to other questions are counted as well, and nobody looks them up.",
        ),
    ],
    ("sessions_app/planning/limits.py", ""): [
        ("-> 31 in LAST_MIRROR = 30", LAST_HALF_HOUR),
    ],
    ("sessions_app/planning/remarks.py", "_left_out"): [
        ("-> <= in wish.themes.index(slug) < least", "What stays is not among what is left out."),
    ],
    ("sessions_app/planning/remarks.py", "_day"): [
        ("-> circles.rings(wish.roles)", "For the types: a dialogue day has numbers of roles."),
    ],
    ("sessions_app/planning/sharing.py", "fits"): [
        (
            "-> <= in talk.most + rest.most < length",
            "What fills the time to the minute is laid as well.",
        ),
    ],
    ("sessions_app/planning/sharing.py", "_laid"): [
        ("0 in [0] -> 1 in [0]", "Each of them is given its minutes below."),
    ],
    ("sessions_app/planning/sharing.py", "_seated"): [
        ("1 in last + 1 -> 2 in last + 1", "The last part goes to the end either way."),
    ],
    ("sessions_app/planning/__init__.py", "_laid_with"): [
        ("if _left_at_mirror(laid) >= limits.LAST_MIRROR else None -> laid", LAST_HALF_HOUR),
        ("-> > in _left_at_mirror(laid) >= limits.LAST_MIRROR", LAST_HALF_HOUR),
    ],
    ("sessions_app/planning/__init__.py", "_left_at_mirror"): [
        ("of enumerate(laid.boxes) -> everything of enumerate(laid.boxes)", LAST_HALF_HOUR),
        ("-> != in box.kind.place == Place.MIRROR", LAST_HALF_HOUR),
    ],
    ("sessions_app/planning/sharing.py", "share"): [
        ("-> > in total >= sum((b.ideal for b in boxes))", AT_ITS_BOUND),
        ("-> >= in boxes[i].ideal * left > boxes[i].most * weight", AT_ITS_BOUND),
        ("-> <= in boxes[i].ideal * left < boxes[i].least * weight", AT_ITS_BOUND),
    ],
    ("sessions_app/planning/__init__.py", ""): [
        (
            "1 in (15, 5, 1) -> 2 in (15, 5, 1)",
            "Only two long films need it, and they fit in the even 164 minutes that are the most.",
        ),
        ("-> 4 in SUGGESTED = 3", FOUR_FILL_IT),
    ],
    ("sessions_app/planning/__init__.py", "plan"): [
        (
            "Kies er een thema b... -> pass",
            "For the types: one talk with what stands round it fills an hour.",
        ),
    ],
    ("sessions_app/planning/__init__.py", "_fitting"): [
        (
            "-> - in wish.minutes - wish.minutes % 15 + 15",
            "What does not fit in a time fits in no shorter one either.",
        ),
        ("1 in LONGEST + 1 -> 2 in LONGEST + 1", "In quarters the last is four hours either way."),
    ],
    ("sessions_app/planning/__init__.py", "_suggestions"): [
        ("-> _laid(document, wish, together, wish.minutes)", FOUR_FILL_IT),
    ],
    ("sessions_app/planning/__init__.py", "_found"): [
        ("if _talk(mirrored[1]) >= _talk(plain[1]) else plain -> mirrored", MIRROR_TALKS),
        ("-> > in _talk(mirrored[1]) >= _talk(plain[1])", MIRROR_TALKS),
        (
            "plain is None or mirrored is None -> mirrored is None",
            "For the types: what can be planned with a mirror can be without one.",
        ),
    ],
    ("sessions_app/planning/__init__.py", "_laid"): [
        (
            "plain is None or mirrored is None -> mirrored is None",
            "For the types: what can be planned with a mirror can be without one.",
        ),
    ],
    ("sessions_app/live/writer.py", "Writer.stop"): [
        ("self._thread = None -> pass", "A second stop waits for a thread that ended."),
    ],
    ("sessions_app/live/writer.py", "Writer._gather"): [
        (
            "TALLY_EVERY if self._touched else None -> TALLY_EVERY",
            "It looks ten times a second where nothing comes.",
        ),
    ],
    ("sessions_app/live/writer.py", "Writer._tell"): [
        (
            "(not last)) -> now - self._told < TALLY_EVERY and (not last)",
            "Where nothing changed nobody is told; the next change waits a tenth of a second more.",
        ),
        ("-> <= in now - self._told < TALLY_EVERY", "Of one moment among all."),
    ],
    ("sessions_app/live/writer.py", "Writer.__init__"): [
        (
            "-> 1.0 in self._told = 0.0",
            "Of a clock that began long before: the first is told at once either way.",
        ),
    ],
}


def reason(mutant: Mutant) -> str:
    """Why this mistake does no harm; '' when it may."""
    for change, why in HARMLESS.get((mutant.path, mutant.place), []):
        if f"{mutant.before} -> {mutant.after}".endswith(change):
            return why
    return ""
