#!/usr/bin/env bash
# Runs every test on a fresh machine that has only the .NET SDK; what else is needed is installed from Debian.
# Ends with one plain line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
source tests/setup.sh
need_dotnet
need_packages python3:python3 /usr/lib/postgresql:postgresql gcc:gcc /usr/include/zlib.h:zlib1g-dev \
  /usr/lib/python3/dist-packages/jwt:python3-jwt /usr/lib/python3/dist-packages/cryptography:python3-cryptography || exit 1

passed=0 failed=0 skipped=0
work=$(mktemp -d)
chmod 755 "$work"
trap '[ -z "${POSTGRES_STOP:-}" ] || "${POSTGRES_STOP[@]}"; rm -rf "$work"' EXIT

# count NAME PASSED FAILED SKIPPED LOG: adds up, and shows the log of what failed.
count() {
  printf '%-44s %5d passed %3d failed %3d skipped  %4ds\n' "$1" "$2" "$3" "$4" "$SECONDS"
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  [ "$3" -eq 0 ] || cat "$5"
}

# A step that either works or is one failed test.
step() {
  local name=$1 log=$work/step.log
  shift
  if "$@" >"$log" 2>&1; then count "$name" 1 0 0 "$log"; else count "$name" 0 1 0 "$log"; fi
}

number() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$2" | tail -1; }

dotnet_suite() {
  local name=$1 log=$work/$1.log
  dotnet test --project "tests/$name" --no-build >"$log" 2>&1
  local status=$? ok bad skip
  ok=$(number succeeded "$log") bad=$(number failed "$log") skip=$(number skipped "$log")
  # A crash, or a run without tests, is a failure even when no test is.
  [ "$status" -eq 0 ] && [ "${ok:-0}" -gt 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
  count "$name" "${ok:-0}" "${bad:-0}" "${skip:-0}" "$log"
}

python_suite() {
  local python=$1 folder=$2 log=$work/python.log ran bad skip
  "$python" -B -m unittest discover -s "sdk/python/$folder" -t sdk/python >"$log" 2>&1
  local status=$?
  ran=$(sed -nE 's/^Ran ([0-9]+) tests?.*/\1/p' "$log" | tail -1)
  bad=$(grep -cE '^(FAIL|ERROR): ' "$log")
  skip=$(sed -nE 's/.*skipped=([0-9]+).*/\1/p' "$log" | tail -1)
  [ "$status" -eq 0 ] && [ "${ran:-0}" -gt 0 ] || [ "$bad" -gt 0 ] || bad=1
  local ok=$((${ran:-0} - bad - ${skip:-0}))
  count "python $folder, $("$python" -V 2>&1)" $((ok > 0 ? ok : 0)) "$bad" "${skip:-0}" "$log"
}

# Every Python from 3.7 on that is found; Debian's own at least.
pythons() {
  echo /usr/bin/python3
  ls -d "$HOME"/.pyenv/versions/3.{7,8,9,10,11,12,13}.*/bin/python 2>/dev/null
}

native_without_warnings() {
  ./build.sh native || return 1
} 2>&1

check_native() {
  native_without_warnings >"$work/native.log"
  local status=$?
  cat "$work/native.log"
  [ "$status" -eq 0 ] && ! grep -E 'warning (IL|CS|NU|CA)' "$work/native.log" && artifacts/native/cglicense-server --version
}

step "everything compiles, warnings are errors" ./build.sh check
export CGLICENSE_TEST_SERVER=$PWD/artifacts/bin/CgLicense.Server/debug/cglicense-server
export CGLICENSE_TEST_CLI=$PWD/artifacts/bin/CgLicense.Cli/debug/cglicense
start_postgres "$work/postgres"
for project in tests/*.Tests; do dotnet_suite "${project#tests/}"; done
for python in $(pythons); do python_suite "$python" tests; done
python_suite /usr/bin/python3 tests_judge
step "server and CLI compile to native code without a warning" check_native

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
