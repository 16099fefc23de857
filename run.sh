#!/usr/bin/env bash
# The two commands of the README. Needs python3.11 or newer and nothing else; installs into .venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
Usage: ./run.sh demo [OPTIONS]       see it work on a small local site (--help for the options)
       ./run.sh test [PYTEST ARGS]   install what the tests need and run them all
       ./run.sh monitor ARGS...      any other command, such as: ./run.sh monitor --help

PYTHON=/path/to/python chooses the interpreter (3.11 or newer).
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
    if [ -x .venv/bin/python ] && new_enough .venv/bin/python; then
        return
    fi
    python=$(find_python)
    rm -rf .venv
    echo "Creating .venv with $("$python" --version)" >&2
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        "$python" -m virtualenv --quiet .venv 2>/dev/null ||
            fail "$python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"
    fi
}

# install NAME REQUIREMENT: once, and again when pyproject.toml changes.
install() {
    local stamp=.venv/installed-$1
    make_venv
    if cmp -s pyproject.toml "$stamp"; then
        return
    fi
    echo "Installing into .venv (a minute at most, as a rule)" >&2
    if ! .venv/bin/python -m pip install --disable-pip-version-check --editable "$2" \
        >.venv/install.log 2>&1; then
        tail -n 20 .venv/install.log >&2
        fail "the installation failed; all that pip said is in .venv/install.log"
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
    export PATH="$PWD/.venv/bin:$PATH"
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

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
    demo)
        install run .
        exec .venv/bin/monitor demo "$@"
        ;;
    test)
        install dev ".[dev]"
        run_tests "$@"
        ;;
    monitor)
        install run .
        exec .venv/bin/monitor "$@"
        ;;
    -h | --help | help)
        usage
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac
