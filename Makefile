start:
	@scripts/start

test:
	@scripts/test

bench:
	@scripts/setup dev
	@scripts/browser whole
	@scripts/nginx
	@.venv/bin/python -m bench
	@.venv/bin/python -m bench.light

gallery:
	@scripts/setup dev
	@scripts/browser whole
	@.venv/bin/python scripts/gallery.py

survive:
	@scripts/setup dev
	@scripts/browser
	@scripts/survive

audit:
	@scripts/setup dev
	@.venv/bin/python scripts/audit.py

mutants:
	@scripts/setup dev
	@.venv/bin/python -m tests.mutants --write

.PHONY: start test bench gallery survive audit mutants
