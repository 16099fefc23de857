#!/usr/bin/env bash
# The two commands of the README. Needs python3.11 or newer and nothing else; installs into .venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
VENV=${VENV:-.venv}

usage() {
    cat <<'TEXT'
Usage: ./run.sh demo [OPTIONS]       see it work on a small local site (--help for the options)
       ./run.sh test [PYTEST ARGS]   install what the tests need and run them all
       ./run.sh test-all             the tests on each Python from 3.11 to 3.14 that is installed
       ./run.sh sbom [FILE]          what the image is made of, each part with its hashes (CycloneDX)
       ./run.sh monitor ARGS...      any other command, such as: ./run.sh monitor --help

PYTHON=/path/to/python chooses the interpreter (3.11 or newer), VENV=folder where it installs into.
TEXT
}

fail() {
    printf 'run.sh: %s\n' "$*" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        if [ -n "$candidate" ] && new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "python3.11 or newer was not found; install it or name it: PYTHON=/path/to/python ./run.sh ..."
}

make_venv() {
    local python
    if [ -x "$VENV"/bin/python ] && new_enough "$VENV"/bin/python; then
        return
    fi
    python=$(find_python)
    rm -rf "$VENV"
    echo "Creating $VENV with $("$python" --version)" >&2
    if ! "$python" -m venv "$VENV" >/dev/null 2>&1; then
        rm -rf "$VENV"
        "$python" -m virtualenv --quiet "$VENV" 2>/dev/null ||
            fail "$python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"
    fi
}

# install NAME REQUIREMENT: once, and again when pyproject.toml changes.
install() {
    local stamp=$VENV/installed-$1
    make_venv
    if cmp -s pyproject.toml "$stamp"; then
        return
    fi
    echo "Installing into $VENV (a minute at most, as a rule)" >&2
    if ! "$VENV"/bin/python -m pip install --disable-pip-version-check --editable "$2" \
        >"$VENV"/install.log 2>&1; then
        tail -n 20 "$VENV"/install.log >&2
        fail "the installation failed; all that pip said is in $VENV/install.log"
    fi
    cp pyproject.toml "$stamp"
}

step() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}

run_tests() {
    export PATH="$PWD/$VENV/bin:$PATH"
    if [ $# -gt 0 ]; then
        exec pytest "$@"
    fi
    failed=""
    step ruff ruff check .
    step format ruff format --check .
    step mypy mypy
    step lint-imports lint-imports
    step pytest pytest -n 2
    [ -z "$failed" ] || fail "failed:$failed"
}

# The same tests on each Python, each in a folder of its own; those that are not installed are named.
run_everywhere() {
    local version failed="" tried=""
    for version in 3.11 3.12 3.13 3.14; do
        if ! new_enough "python$version"; then
            echo "== python$version is not installed"
            continue
        fi
        echo "== python$version"
        tried="$tried $version"
        VENV=".venv-$version" PYTHON="python$version" ./run.sh test -n 2 || failed="$failed $version"
    done
    [ -n "$tried" ] || fail "python3.11 or newer was not found"
    [ -z "$failed" ] || fail "failed on:$failed"
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
    demo)
        install run ".[web]"
        exec "$VENV"/bin/monitor demo "$@"
        ;;
    test)
        install dev ".[dev]"
        run_tests "$@"
        ;;
    test-all)
        run_everywhere
        ;;
    sbom)
        install dev ".[dev]"
        exec "$VENV"/bin/python -m cyclonedx_py requirements requirements/image.txt --pyproject pyproject.toml --mc-type application --output-reproducible --of JSON -o "${1:-sbom.json}"
        ;;
    monitor)
        install run ".[web]"
        exec "$VENV"/bin/monitor "$@"
        ;;
    -h | --help | help)
        usage
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac
