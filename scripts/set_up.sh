#!/usr/bin/env bash
# Makes this folder ready to run: `set_up.sh app` for the program, `set_up.sh test` for its checks as well.
#
# System packages that are missing are installed when this account may do so; otherwise they are named, with the
# command, and nothing is skipped. Python packages go into .venv, exactly as pinned. A second run does no work.
# PYTHON names another interpreter than python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly kind=${1:-}
readonly python=${PYTHON:-python3}
readonly here=$PWD

refuse() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

require_python() {
    command -v "$python" >/dev/null || refuse "Python is missing: '$python' was not found." \
        "On Debian 12: apt-get install python3"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        refuse "Python 3.11 or newer is needed; '$python' is $("$python" --version 2>&1)." \
            "Name a newer one if there is one, for example: make PYTHON=python3.12 demo"
}

has_library() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1"; }

has_ensurepip() { "$python" -c 'import ensurepip'; }

# One line for each package that is missing: its name in Debian, what it is for.
missing() {
    while read -r package purpose check; do
        $check </dev/null >/dev/null 2>&1 || printf '  %-21s %s\n' "$package" "${purpose//_/ }"
    done < <(wanted)
}

# Debian package, purpose, and the command that succeeds when it is there.
wanted() {
    environment_is_sound ||
        echo "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" \
            "the_program's_own_Python_environment has_ensurepip"
    cat <<'WANTED'
libpango-1.0-0 drawing_decisions_as_PDF has_library libpango-1.0.so.0
libpangoft2-1.0-0 drawing_decisions_as_PDF has_library libpangoft2-1.0.so.0
libharfbuzz0b drawing_decisions_as_PDF has_library libharfbuzz.so.0
libharfbuzz-subset0 drawing_decisions_as_PDF has_library libharfbuzz-subset.so.0
fontconfig drawing_decisions_as_PDF command -v fc-match
WANTED
    [[ $kind == test ]] || return 0
    cat <<'WANTED'
chromium testing_the_pages_in_a_browser command -v chromium
libatomic1 testing_the_pages_in_a_browser has_library libatomic.so.1
default-jre-headless holding_documents_against_PDF/A_and_PDF/UA command -v java
softhsm2 sealing_with_a_card_in_the_tests test -e /usr/lib/softhsm/libsofthsm2.so
openssl a_second_opinion_on_signatures command -v openssl
libjaxb-java holding_documents_against_PDF/A_and_PDF/UA test -e /usr/share/java/jaxb-runtime.jar
WANTED
}

# Prints the command prefix with which this account may install packages; fails when it may not.
as_root() {
    command -v apt-get >/dev/null || return 1
    if [[ $(id -u) -eq 0 ]]; then
        echo env
    else
        sudo -n true 2>/dev/null && echo "sudo -n env"
    fi
}

require_packages() {
    local lines packages prefix
    lines=$(missing)
    [[ -n $lines ]] || return 0
    packages=$(names <<<"$lines")
    if prefix=$(as_root); then
        echo "Installing system packages: $packages"
        install_packages "$prefix" "$packages" ||
            refuse "The system packages could not be installed; the reason stands above." "$(by_hand "$lines")"
        lines=$(missing)
    fi
    [[ -z $lines ]] || refuse "These system packages are missing:" "$lines" "$(by_hand "$lines")"
}

install_packages() {
    local quiet="DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0"
    # shellcheck disable=SC2086  # words, not one string
    $1 $quiet update || echo "Not every package list could be renewed; going on with what is there." >&2
    # shellcheck disable=SC2086
    $1 $quiet install -y --no-install-recommends $2 >/dev/null
}

names() { awk '{ printf "%s%s", (NR > 1 ? " " : ""), $1 }'; }

by_hand() {
    echo "Install them as an administrator, then run the same make command again:"
    echo "  apt-get update && apt-get install -y --no-install-recommends $(names <<<"$1")"
}

# An environment that was copied or moved here, or whose Python has gone, cannot be mended: it is made anew.
environment_is_sound() {
    .venv/bin/python -c 'import pip' 2>/dev/null && head -n 3 .venv/bin/pip 2>/dev/null | grep -qF "$here/.venv/"
}

fingerprint() {
    { cat requirements.txt requirements-test.txt pyproject.toml && .venv/bin/python --version; } | sha256sum
}

require_environment() {
    environment_is_sound || "$python" -m venv --clear .venv
    [[ $(cat ".venv/ready-$kind" 2>/dev/null) == "$(fingerprint)" ]] && return
    local pins=requirements.txt
    [[ $kind == app ]] || pins=requirements-test.txt
    echo "Installing $(grep -c '==' $pins) Python packages into .venv (once) …"
    pip install --require-hashes --only-binary :all: -r $pins
    pip install --no-deps --no-build-isolation -e .
    "$here/.venv/bin/python" -m pip check >.venv/pip-check || refuse "$(cat .venv/pip-check)"
    .venv/bin/python -c 'import weasyprint' || refuse "The PDF library cannot start; the reason stands above."
    fingerprint >".venv/ready-app"
    [[ $kind == app ]] || fingerprint >".venv/ready-$kind"
}

pip() { .venv/bin/python -m pip -qq --no-input --disable-pip-version-check "$@"; }

[[ $kind == app || $kind == test ]] || refuse "Usage: scripts/set_up.sh app|test"
require_python
require_packages
require_environment
