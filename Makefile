start:
	@scripts/start

test:
	@scripts/test

bench:
	@scripts/setup dev
	@.venv/bin/python -m bench

.PHONY: start test bench
