# Thin aliases; run.py does the work and needs no make.
.PHONY: run test lint lock

run:
	python3 run.py

test:
	python3 run.py test

lint:
	python3 run.py test tests/test_style.py

lock:
	python3 run.py lock
