# `make demo` and `make test` set up all they need in .venv; Python 3.11 or later and make are enough.
.SILENT:
.PHONY: help demo test test-all lint bench catalogue docs site clean

# Nothing that is installed beside .venv may take part.
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX
export PYTHONNOUSERSITE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

VENV = .venv
BIN = $(VENV)/bin
JOBS = 2
DEMO = build/demo
CATALOGUE = src/dxskills/locale/ja/LC_MESSAGES/dxskills

help:
	echo 'make demo        a sample office, built through the real imports, and its gap report'
	echo 'make test        lint, format, types, layers and tests'
	echo 'make test-all    the same with the slow tests'
	echo 'make bench       measure, and write docs/benchmarks.md'
	echo 'make catalogue   take new messages into the Japanese catalogue'
	echo 'make docs        write the generated parts of docs/ anew: tables, pictures, what commands print'
	echo 'make site        build the pages into build/site, to be read in a browser'
	echo 'make clean       remove $(VENV) and what was built'

demo: $(VENV)/.installed
	rm -rf $(DEMO)
	$(BIN)/dxskills demo $(DEMO)
	echo
	echo 'To put dxskills on the path of this shell: . $(abspath $(BIN))/activate'

test: lint
	$(BIN)/python -m pytest --no-header -q -n $(JOBS) -m 'not slow'

test-all: lint
	$(BIN)/python -m pytest --no-header -q -n $(JOBS)

lint: $(VENV)/.installed-dev $(CATALOGUE).mo
	echo '== ruff'
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	echo '== mypy'
	$(BIN)/mypy
	echo '== import-linter'
	mkdir -p build
	$(BIN)/lint-imports --no-logo >build/layers.txt 2>&1 || { cat build/layers.txt; exit 1; }
	echo '== pytest'

bench: $(VENV)/.installed-dev
	$(BIN)/python -m bench

catalogue: $(VENV)/.installed-dev
	mkdir -p build
	$(BIN)/pybabel --quiet extract -k N_ -k n_:1,2 --sort-by-file --add-location=file --project=dxskills -o build/dxskills.pot src/dxskills
	$(BIN)/pybabel --quiet update -l ja -w 120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i build/dxskills.pot -o $(CATALOGUE).po

docs: $(VENV)/.installed-dev
	$(BIN)/python -m tests.docs.generated docs/commands.md docs/framework.md docs/import.md docs/check.md
	$(BIN)/python -m tests.docs.pictures
	$(BIN)/python -m tests.docs.session README.md docs/*.md docs/tasks/*.md docs/ja/*.md docs/ja/tasks/*.md

site: $(VENV)/.installed-dev
	$(BIN)/python -m tests.docs.site

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(CATALOGUE).mo: $(CATALOGUE).po $(VENV)/.installed-dev
	$(BIN)/pybabel --quiet compile -i $(CATALOGUE).po -o $@

$(VENV)/.installed: pyproject.toml
	sh .build/venv.sh $(VENV)
	echo 'Installing dxskills into $(VENV) …'
	$(BIN)/python -m pip install --quiet -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml
	sh .build/venv.sh $(VENV)
	echo 'Installing dxskills and its development tools into $(VENV) …'
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $(VENV)/.installed $@
