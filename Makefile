# Each target is a command that can be typed by hand. `make setup` first.

# The first of these that is new enough; set PYTHON to choose another.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# An environment of Python in a folder. One that Ctrl-C or another Python has left without its pip is made anew.
environment = $(1)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(1)

# Many images of containers set it; then each of the many processes below compiles all of its modules again, which doubles
# the time of the tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test test-engine test-faults test-lab test-all test-clients test-azurerm soak bench policy lint docs lock test-lowest test-newest fixture release clean

setup: .venv/installed
	$(BIN)/local-azure engine install

# Python's environment, made again only when the lock or the project's settings changed.
.venv/installed: requirements-dev.lock pyproject.toml lab/pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or name it: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	$(call environment,.venv)
	@echo "Installing the packages of requirements-dev.lock into .venv. This takes one to three minutes, once."
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e . -e lab
	touch $@

demo: setup
	$(BIN)/python -m demo

# What runs the real engine from a stage to the next, and to the end: whole ways, roles, CI's scripts, upgrades, typed pages.
ENGINE := tests/acceptance tests/ci tests/engine tests/upgrades tests/docs/test_typed_pages.py

# The product, with one whole way of the command line by the real engine. A worker that has nothing left takes tests from
# another one: the files differ too much in length.
test: setup
	$(BIN)/pytest -n auto --dist worksteal --ignore tests/faults $(addprefix --ignore ,$(ENGINE))

test-engine: setup
	$(BIN)/pytest -n auto --dist worksteal -m "not exhaustive" $(ENGINE)

# Nothing is lost: the product under faults, interruptions and with belts taken off, by the real engine.
test-faults: setup
	$(BIN)/pytest -n auto --dist loadfile -m "not exhaustive" tests/faults

# The laboratory's own tests: local Azure, its plugins, the soak's judge, the bench's pages.
test-lab: setup
	cd lab && ../$(BIN)/pytest -n auto --dist loadfile

# With the tests that the four above leave out for their time.
test-all: setup
	$(BIN)/pytest -n auto --dist loadfile -m ""
	cd lab && ../$(BIN)/pytest -n auto --dist loadfile -m ""

# The product with the lowest versions that its ranges allow, and with the newest there are; each in an environment of its
# own. The suites that need an engine throughout or a whole run are left to `make test`, and so is the fleet, whose one test
# would take half of the time.
RANGED := tests/azure tests/gate tests/config tests/component tests/cli tests/packaging --ignore tests/cli/test_fleet.py

test-lowest: RESOLUTION := lowest-direct
test-newest: RESOLUTION := highest
test-lowest test-newest: test-%: setup
	uv venv --quiet --clear --seed --python $(BIN)/python .venv-$*
	uv pip install --quiet --python .venv-$* --upgrade --resolution $(RESOLUTION) -e ".[test,build]"
	.venv-$*/bin/pytest -n auto --dist loadfile -m "not exhaustive" $(RANGED)

# az, Ansible and the SDKs for Python, Go, JavaScript and Java, judging local Azure; needs Go and Node.js, and for Java a JDK
# and Maven.
test-clients: setup
	$(MAKE) -C lab/clients
	cd lab && ../$(BIN)/pytest -n auto --dist loadfile --client-table check --ignore tests/clients/azurerm tests/clients
	$(BIN)/pytest tests/clients --ignore tests/clients/azurerm

# azurerm through OpenTofu; what it builds at first takes the better part of an hour.
test-azurerm: setup
	$(MAKE) -C lab/clients azurerm
	cd lab && ../$(BIN)/pytest --client-table check tests/clients/azurerm
	$(BIN)/pytest tests/clients/azurerm

# Drawn histories under faults and interruptions; writes docs/reliability.md.
soak: setup
	$(BIN)/python -m soak

# Times and memory on this machine, about three hours; writes docs/performance.md. `python -m bench --help`: a part of it.
bench: setup
	$(MAKE) -C lab/clients azure-cli/.venv/installed
	$(BIN)/python -m bench

# The policy pack's environment: afterwards `pulumi preview --policy-pack policy` works.
policy: .venv-policy/installed

.venv-policy/installed: policy/requirements.txt
	$(call environment,.venv-policy)
	.venv-policy/bin/python -m pip --disable-pip-version-check install --require-hashes -r policy/requirements.txt
	touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	cd lab && ../$(BIN)/lint-imports
	# actionlint is a Go module; where there is no Go it is left to continuous integration.
	@if command -v go >/dev/null; then go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 .github/workflows/*.yml; \
	elif [ -n "$$CI" ]; then echo "actionlint needs Go" >&2; exit 1; else echo "actionlint is left out: there is no Go here"; fi
	$(BIN)/zizmor --offline --no-progress --quiet .github/workflows
	# A binary of Linux on x86-64, as in continuous integration.
	test ! -x $(BIN)/hadolint || $(BIN)/hadolint Containerfile

# The site, in site/; every link inside it is checked. Its tools have an environment of their own. Not `--quiet`: what is not
# logged is not counted by the strict build, and broken links pass.
docs: .venv/installed .venv-docs/installed
	$(BIN)/python -m managed_image_to_gallery.config.reference_page > docs/config-reference.md
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build

.venv-docs/installed: requirements-docs.lock
	$(call environment,.venv-docs)
	.venv-docs/bin/python -m pip --disable-pip-version-check install --require-hashes -r requirements-docs.lock
	touch $@

# The locks, from the ranges in the two pyproject.toml. `make lock UPGRADE=--upgrade` takes the newest versions.
COMPILE := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header $(UPGRADE)

lock:
	$(COMPILE) --extra cli --extra build pyproject.toml -o requirements.lock
	$(COMPILE) --all-extras --no-emit-package managed-image-to-gallery --no-emit-package local-azure \
	  pyproject.toml lab/pyproject.toml -o requirements-dev.lock
	$(COMPILE) --group docs -o requirements-docs.lock

# A stack of today's form, for what comes after: when a test says that the form of the state is another.
fixture: setup
	$(BIN)/python -m tests.upgrades.writing next

# The files of a release, `make release VERSION=1.2.3`; commit and tag are made by hand (CONTRIBUTING.md, "A release").
release: setup
	$(BIN)/python ci/release.py prepare "$(VERSION)"
	$(MAKE) setup
	$(BIN)/python -m managed_image_to_gallery.component.package_schema

# What setup made in this checkout; the engine stays in the user's cache.
clean:
	$(MAKE) -C lab/clients clean
	$(MAKE) -C examples/consumers clean
	rm -rf .venv .venv-docs .venv-policy .venv-lowest .venv-newest site .local-azure .pytest_cache .ruff_cache .hypothesis .import_linter_cache
