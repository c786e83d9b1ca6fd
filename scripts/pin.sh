#!/usr/bin/env bash
# Pins every Python package of pyproject.toml, with the hashes of all its files, in the two requirements files.
#
# Versions that still fit stay; `pin.sh --upgrade` takes newer ones. The hashes are those of the public index: this
# machine's settings of pip are left out here, since a local mirror may hold other files under the same name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' ||
    { echo "Pin with Python 3.11, the oldest that is supported (make PYTHON=python3.11 requirements)." >&2; exit 1; }

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL PIP_INDEX_URL PIP_NO_INDEX
export PIP_CONFIG_FILE=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1
"$python" -m venv "$tools"
"$tools/bin/pip" install --quiet pip-tools==7.6.2

# pin <file> [option …]: resolve pyproject.toml and what builds it, write the file with our own heading.
pin() {
    local file=$1
    shift
    printf 'hatchling\neditables\n' | "$tools/bin/pip-compile" --quiet --generate-hashes --strip-extras --allow-unsafe \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
        --output-file "$file" "$@" pyproject.toml -
    sed -i "1i # Made by 'make requirements' from pyproject.toml, for Python 3.11; do not edit." "$file"
}

pin requirements.txt "$@"
pin requirements-test.txt --extra test --constraint requirements.txt "$@"
grep -c '==' requirements.txt requirements-test.txt
