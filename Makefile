start:
	@scripts/start

test:
	@scripts/test

bench:
	@scripts/setup dev
	@.venv/bin/python -m bench

gallery:
	@scripts/setup dev
	@scripts/browser
	@.venv/bin/python scripts/gallery.py

.PHONY: start test bench gallery
