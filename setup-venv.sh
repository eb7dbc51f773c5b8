#!/usr/bin/env bash
# Makes .venv with the pinned packages, or brings it up to date; does nothing when it already is.
set -euo pipefail
cd "$(dirname "$0")"

wanted=$(cat requirements/dev.txt | sha256sum | cut -d' ' -f1)
if [ "$(cat .venv/.installed 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed; $("$python" --version) was found. Set PYTHON to another one." >&2
  exit 1
}
echo "Installing the Python packages into .venv ..."
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
echo "$wanted" > .venv/.installed
