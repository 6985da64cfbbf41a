# Thin aliases; run.py does the work and needs no make.
.PHONY: run test lint

run:
	python3 run.py

test:
	python3 run.py test

lint: .venv/installed-requirements-dev.txt
	.venv/bin/ruff check .

.venv/installed-requirements-dev.txt:
	python3 run.py test --version
