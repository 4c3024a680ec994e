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

passed=0 failed=0 skipped=0
work=$(mktemp -d)
chmod 755 "$work"
trap '[ -z "${POSTGRES_STOP:-}" ] || "${POSTGRES_STOP[@]}"; rm -rf "$work"' EXIT

# count NAME PASSED FAILED SKIPPED LOG: adds up, and shows the log of what failed.
count() {
  printf '%-44s %5d passed %3d failed %3d skipped  %4ds\n' "$1" "$2" "$3" "$4" "$SECONDS"
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
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

# run_suite NAME: the tests of one project into their log; suite_result NAME: what the log says.
run_suite() {
  local start=$SECONDS
  dotnet test --project "tests/$1" --no-build >"$work/$1.log" 2>&1
  echo "status $? took $((SECONDS - start))s" >>"$work/$1.log"
}

suite_result() {
  local name=$1 log=$work/$1.log ok bad skip
  ok=$(number succeeded "$log") bad=$(number failed "$log") skip=$(number skipped "$log")
  # A crash, or a run without tests, is a failure even when no test is.
  grep -q '^status 0 ' "$log" && [ "${ok:-0}" -gt 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
  count "$name ($(tail -1 "$log" | sed 's/.* //'))" "${ok:-0}" "${bad:-0}" "${skip:-0}" "$log"
}

# run_python FOLDER PYTHON: the tests with one Python, into their log.
run_python() {
  { "$2" -B -m unittest discover -s "sdk/python/$1" -t sdk/python; echo "status $?"; } >"$work/$1$(tr / - <<<"$2").log" 2>&1
}

# python_suite FOLDER PYTHON …: the same tests with each Python, three at a time.
python_suite() {
  local folder=$1 python
  shift
  printf '%s\n' "$@" | xargs -P 3 -I{} bash -c 'run_python "$0" "$1"' "$folder" {}
  for python in "$@"; do python_result "$folder" "$python"; done
}

python_result() {
  local folder=$1 python=$2 log ran bad skip ok
  log=$work/$folder$(tr / - <<<"$python").log
  ran=$(sed -nE 's/^Ran ([0-9]+) tests?.*/\1/p' "$log" | tail -1)
  bad=$(grep -cE '^(FAIL|ERROR): ' "$log")
  skip=$(sed -nE 's/.*skipped=([0-9]+).*/\1/p' "$log" | tail -1)
  # A crash, or a run without tests, is a failure even when no test is.
  grep -q '^status 0$' "$log" && [ "${ran:-0}" -gt 0 ] || [ "$bad" -gt 0 ] || bad=1
  ok=$((${ran:-0} - bad - ${skip:-0}))
  count "python $folder, $("$python" -V 2>&1)" $((ok > 0 ? ok : 0)) "$bad" "${skip:-0}" "$log"
}

# Every Python from 3.7 on that is found; Debian's own at least.
pythons() {
  echo /usr/bin/python3
  ls -d "$HOME"/.pyenv/versions/3.{7,8,9,10,11,12,13}.*/bin/python 2>/dev/null
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
export work
export -f run_python
# Every suite waits for something half of its time: the longest one runs beside all others.
run_suite Server.Tests &
server_tests=$!
for project in tests/*.Tests; do
  project=${project#tests/}
  [ "$project" = Server.Tests ] || { run_suite "$project"; suite_result "$project"; }
done
# shellcheck disable=SC2046 # one word per interpreter
python_suite tests $(pythons)
python_suite tests_judge /usr/bin/python3
wait "$server_tests"
suite_result Server.Tests
step "test vectors are what their maker makes" vectors

[ "$failed" -eq 0 ] || cat "$work/failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
