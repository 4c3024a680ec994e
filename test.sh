#!/usr/bin/env bash
# Runs every test on a fresh machine that has only the .NET SDK; what else is needed is installed from Debian.
# Ends with one plain line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
source tests/setup.sh
need_dotnet
need_packages chromium:chromium python3:python3 faketime:faketime node:nodejs npm:npm /usr/lib/postgresql:postgresql gcc:gcc g++:g++ \
  /usr/include/zlib.h:zlib1g-dev \
  /usr/lib/python3/dist-packages/jwt:python3-jwt /usr/lib/python3/dist-packages/cryptography:python3-cryptography || exit 1

work=$(mktemp -d) began=$(date +%s)
chmod 755 "$work"
trap '[ -z "${POSTGRES_STOP:-}" ] || "${POSTGRES_STOP[@]}"; rm -rf "$work"' EXIT

# count NAME PASSED FAILED SKIPPED LOG: one line on the screen and one in the sum, and the log of what failed.
count() {
  printf '%-50s %5d passed %3d failed %3d skipped  %4ds\n' "$1" "$2" "$3" "$4" $(($(date +%s) - began))
  echo "$2 $3 $4" >>"$work/counts"
  [ "$3" -eq 0 ] || { cat "$5"; failures "$1" "$5" >>"$work/failures"; }
}

# What failed and why, in few lines: logs are long, and the end of the output is what is read.
failures() {
  echo "== $1"
  grep -E -A 12 '^ *(failed|FAIL:|ERROR:) *[[:alnum:]_]+' "$2" | cut -c 1-400 | sed -n 1,60p || tail -20 "$2"
}

# A step that either works or is one failed test.
step() {
  local name=$1 log=$work/step.log
  shift
  if "$@" >"$log" 2>&1; then count "$name" 1 0 0 "$log"; else count "$name" 0 1 0 "$log"; fi
}

number() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$2" | tail -1; }

# run_suite NAME: the tests of one project. A crash, or a run without tests, is a failure even when no test is.
run_suite() {
  local name=$1 log=$work/$1.log start=$SECONDS status ok bad skip
  dotnet test --project "tests/$name" --no-build >"$log" 2>&1
  status=$?
  ok=$(number succeeded "$log") bad=$(number failed "$log") skip=$(number skipped "$log")
  [ "$status" -eq 0 ] && [ "${ok:-0}" -gt 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
  count "$name ($((SECONDS - start)) s)" "${ok:-0}" "${bad:-0}" "${skip:-0}" "$log"
}

# run_python FOLDER PYTHON: the tests in the folder with that Python; a crash or a run without tests is a failure here too.
run_python() {
  local folder=$1 python=$2 log start=$SECONDS status ran bad skip ok
  log=$work/$folder$(tr / - <<<"$python").log
  "$python" -B -m unittest discover -s "sdk/python/$folder" -t sdk/python >"$log" 2>&1
  status=$?
  ran=$(sed -nE 's/^Ran ([0-9]+) tests?.*/\1/p' "$log" | tail -1)
  bad=$(grep -cE '^(FAIL|ERROR): ' "$log")
  skip=$(sed -nE 's/.*skipped=([0-9]+).*/\1/p' "$log" | tail -1)
  [ "$status" -eq 0 ] && [ "${ran:-0}" -gt 0 ] || [ "$bad" -gt 0 ] || bad=1
  ok=$((${ran:-0} - bad - ${skip:-0}))
  count "python $folder, $("$python" -V 2>&1) ($((SECONDS - start)) s)" $((ok > 0 ? ok : 0)) "$bad" "${skip:-0}" "$log"
}

# Debian's own Python, and every other one from 3.7 on that is found.
pythons() {
  local version own
  own=$(/usr/bin/python3 -c 'import sys; print(sys.version_info.minor)')
  echo /usr/bin/python3
  for version in 7 8 9 10 11 12 13; do
    [ "$version" = "$own" ] || ls -d "$HOME"/.pyenv/versions/3."$version".*/bin/python 2>/dev/null
  done
}

# A release is one native file: it must compile without a warning, and run. The tests run these files: they are what users get, and they
# start ten times as fast.
native() {
  ./build.sh native >"$work/native.log" 2>&1 || { cat "$work/native.log"; return 1; }
  ! grep -E 'warning [A-Z]+[0-9]+' "$work/native.log" && artifacts/native/cglicense-server --version && artifacts/native/cglicense --version
}

# The vectors are made by an independent implementation; what is committed is what it makes.
vectors() { /usr/bin/python3 contract/make_vectors.py && git diff --exit-code --stat -- contract; }

step "everything compiles, warnings are errors" ./build.sh check
step "server and CLI compile to native code without a warning" native
export CGLICENSE_TEST_SERVER=$PWD/artifacts/native/cglicense-server
export CGLICENSE_TEST_CLI=$PWD/artifacts/native/cglicense
step "public libraries are installed, as judges" npm ci --prefix tests/external
start_postgres "$work/postgres"
export work began
export -f count failures number run_suite run_python
# Four at once keep the cores busy while some wait. Those that last longest begin.
{
  (cd tests && printf 'run_suite %s\n' {Server,Console,Client,Cli}.Tests *.Tests) | awk '!seen[$0]++'
  # shellcheck disable=SC2046 # one word per interpreter
  printf 'run_python tests %s\n' $(pythons)
  echo "run_python tests_judge /usr/bin/python3"
} | xargs -P 4 -I{} bash -o pipefail -c '({}) || exit 1' || {
  echo "0 1 0" >>"$work/counts"
  echo "== one of them died before it was counted, see above" >>"$work/failures"
}
step "test vectors are what their maker makes" vectors

read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p, f, s }' "$work/counts")
[ "$failed" -eq 0 ] || cat "$work/failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
