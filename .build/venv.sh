#!/bin/sh
# venv.sh DIR: make the virtual environment DIR with the first Python that is new enough, unless it is there.
set -u
venv=$1
new_enough='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
if "$venv/bin/python" -c "$new_enough" 2>/dev/null; then
    exit 0
fi
for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$python" -c "$new_enough" >/dev/null 2>&1; then
        echo "Making $venv with $("$python" -c 'import sys; print(sys.executable, sys.version.split()[0])') …"
        rm -rf "$venv"
        exec "$python" -m venv "$venv"
    fi
done
echo 'dxskills needs Python 3.11 or later with its venv module, and none was found.' >&2
echo 'Install it (Debian, Ubuntu: apt install python3 python3-venv), or name one: PYTHON=/path/to/python3.11 make …' >&2
exit 1
