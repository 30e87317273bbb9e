#!/usr/bin/env bash
# wheel.sh PYTHON: build wheel and sdist twice, hold them to be the same bytes, and use the wheel alone as a stranger would:
# in a path with a space and Norwegian letters, a home that cannot be written, and under -O.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

"$python" -m venv "$work/build"
"$work/build/bin/python" -m pip install --quiet --disable-pip-version-check build
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
for turn in first second; do
  "$work/build/bin/python" -m build --outdir "$work/$turn" . >"$work/$turn.log" 2>&1 || { cat "$work/$turn.log"; exit 1; }
done
(cd "$work/first" && sha256sum -- *) >"$work/sums"
(cd "$work/second" && sha256sum --check --quiet "$work/sums")
echo "the same bytes twice: $(cd "$work/first" && echo *)"

place="$work/et sted med æøå"
"$python" -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check "$work"/first/*.whl
mkdir "$work/home" && chmod a-w "$work/home"
export HOME="$work/home" PYTHONDONTWRITEBYTECODE=1
edielkit=("$place/bin/python" -O -m edielkit)
cd "$place"
"${edielkit[@]}" --version
"${edielkit[@]}" examples "$place/eksempler" 2>&1 | tail -1
"${edielkit[@]}" validate --now message --quiet eksempler/emif eksempler/edifact
"${edielkit[@]}" validate --now message --quiet eksempler/broken >"$work/broken" && { echo "the broken ones were accepted"; exit 1; } || [ $? -eq 1 ]
tail -1 "$work/broken"
"${edielkit[@]}" hub run eksempler/hub/101-change-of-supplier.yml | tail -1
"$place/bin/python" -O -c 'import edielkit.testing, importlib.resources as r; assert (r.files("edielkit") / "py.typed").is_file()'
echo "the wheel alone works on $("$python" --version)"
