#!/usr/bin/env bash
# python.sh VERSION: print the path of that Python, of the machine or of pyenv; status 1 when there is none.
for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python; do
  if "$candidate" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" 2>/dev/null; then
    command -v "$candidate"
    exit 0
  fi
done
exit 1
