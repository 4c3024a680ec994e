#!/usr/bin/env bash
# The project's verbs. Each does its own set-up.
#   ./build.sh app      the server and the command line tool, unless they are up to date
#   ./build.sh console  the console for browsers, into artifacts/console, unless it is up to date
#   ./build.sh sdk      the SDKs that the server's home page offers, into artifacts/sdk, unless they are up to date
#   ./build.sh c        the C library with its header, into artifacts/c, unless it is up to date; needs a C compiler
#   ./build.sh check    everything compiled, warnings are errors
#   ./build.sh test     what ./test.sh does
#   ./build.sh native   the server and the command line tool as single native files, into artifacts/native
#   ./build.sh pack     the NuGet package, the Python ZIP and the C ZIP, into artifacts/packages
#   ./build.sh screenshots  the pictures in docs/images, of a server with made-up customers
#   ./build.sh bench [--short | --compare] [--growth N] [--only PART]  every figure beside its limit, into artifacts/bench; see docs/performance.md
#   ./build.sh mutate [Server …]  the rules with small faults put in, one at a time: do the tests notice? See docs/mutation.md
set -euo pipefail
cd "$(dirname "$0")"
source tests/setup.sh

# How all but the check compiles: ./build.sh check has the analyzers read the same code, so they need not read it again for each output.
release=(-c Release -p:RunAnalyzers=false)

app() {
  local stamp=artifacts/app.stamp
  if [ -e "$stamp" ] && [ -z "$(find src sdk/python/cg_license Directory.*.props global.json -newer "$stamp" -type f -not -name '*.pyc' -print -quit)" ]; then
    return
  fi
  need_dotnet
  echo "Building (a minute on the first run) …" >&2
  mkdir -p artifacts
  touch "$stamp.new"
  for project in src/Server src/Cli; do
    dotnet build "$project" "${release[@]}" -v quiet --nologo >artifacts/app.log 2>&1 || { cat artifacts/app.log >&2; exit 1; }
  done
  console
  sdk
  beside artifacts/bin/CgLicense.Server/release
  # The time before the build: a file saved while it ran counts as newer.
  mv "$stamp.new" "$stamp"
}

# The console as a browser loads it: trimmed and compressed, into artifacts/console, unless it is up to date.
console() {
  local stamp=artifacts/console.stamp
  if [ -e "$stamp" ] && [ -z "$(find src/Console src/Protocol Directory.*.props global.json -newer "$stamp" -type f -print -quit)" ]; then
    return
  fi
  need_dotnet
  echo "Building the console (half a minute) …" >&2
  mkdir -p artifacts
  touch "$stamp.new"
  rm -rf artifacts/console artifacts/console.publish
  dotnet publish src/Console "${release[@]}" -o artifacts/console.publish -v quiet --nologo >artifacts/console.log 2>&1 || { cat artifacts/console.log >&2; exit 1; }
  mv artifacts/console.publish/wwwroot artifacts/console
  mv "$stamp.new" "$stamp"
}

# The SDKs as the server hands them out, each with its own root key: into artifacts/sdk, unless they are up to date.
sdk() {
  local stamp=artifacts/sdk.stamp
  if [ -e "$stamp" ] && [ -z "$(find src/Client src/Protocol sdk/python/cg_license sdk/python/README.md Directory.*.props -newer "$stamp" -type f -not -name '*.pyc' -print -quit)" ]; then
    return
  fi
  need_dotnet
  echo "Packing the SDKs (half a minute) …" >&2
  mkdir -p artifacts
  touch "$stamp.new"
  rm -rf artifacts/sdk
  mkdir -p artifacts/sdk/python/cg_license
  cp sdk/python/cg_license/*.py sdk/python/cg_license/py.typed sdk/python/README.md artifacts/sdk/python/cg_license
  dotnet pack src/Client "${release[@]}" -o artifacts/sdk/nuget -v quiet --nologo >artifacts/sdk.log 2>&1 || { cat artifacts/sdk.log >&2; exit 1; }
  # Made by ./build.sh native, which needs a C compiler; without it, the home page offers the other two.
  [ ! -d artifacts/c ] || cp -r artifacts/c artifacts/sdk/c
  mv "$stamp.new" "$stamp"
}

# beside FOLDER: the console and the SDKs where the server in FOLDER looks for them.
beside() {
  rm -rf "$1/wwwroot/console" "$1/wwwroot/sdk"
  mkdir -p "$1/wwwroot"
  cp -r artifacts/console "$1/wwwroot/console"
  cp -r artifacts/sdk "$1/wwwroot/sdk"
}

# The C library of this machine's kind, as it is handed out: into artifacts/c, unless it is up to date.
c() {
  local stamp=artifacts/c.stamp
  if [ -e "$stamp" ] && [ -z "$(find src/Native src/Client src/Protocol Directory.*.props global.json -newer "$stamp" -type f -print -quit)" ]; then
    return
  fi
  need_dotnet
  need_packages gcc:gcc /usr/include/zlib.h:zlib1g-dev
  mkdir -p artifacts
  touch "$stamp.new"
  rm -rf artifacts/c artifacts/c.publish
  dotnet publish src/Native "${release[@]}" -r linux-x64 -o artifacts/c.publish -v minimal --nologo
  mkdir -p artifacts/c/linux-x64
  cp artifacts/c.publish/libcglicense.so artifacts/c/linux-x64
  cp src/Native/include/cg_license.h src/Native/example.c src/Native/README.md artifacts/c
  rm -f artifacts/sdk.stamp
  mv "$stamp.new" "$stamp"
}

native() {
  need_dotnet
  need_packages gcc:gcc /usr/include/zlib.h:zlib1g-dev
  c
  for project in Server Cli; do
    dotnet publish "src/$project" "${release[@]}" -r linux-x64 -o artifacts/native -v minimal --nologo
  done
  console
  sdk
  beside artifacts/native
}

pack() {
  need_dotnet
  mkdir -p artifacts/packages
  dotnet pack src/Client "${release[@]}" -o artifacts/packages -v quiet --nologo
  (cd sdk/python && python3 -m zipfile -c ../../artifacts/packages/cg_license-python.zip cg_license/*.py cg_license/py.typed README.md)
  c
  (cd artifacts/c && python3 -m zipfile -c ../packages/cglicense-c.zip *)
  ls -l artifacts/packages
}

# bench [OPTION …]: wrk and pgbench are the load, a PostgreSQL of its own is the second engine.
bench() {
  native
  need_packages wrk:wrk python3:python3 /usr/lib/postgresql:postgresql
  dotnet publish bench/Limits "${release[@]}" -r linux-x64 -o artifacts/native-limits -v quiet --nologo
  dotnet build bench/Bench "${release[@]}" -v quiet --nologo
  local work
  work=$(mktemp -d)
  chmod 755 "$work"
  # shellcheck disable=SC2064 # the folder of now
  trap "[ -z \"\${POSTGRES_STOP:-}\" ] || \"\${POSTGRES_STOP[@]}\"; rm -rf '$work'" EXIT
  start_postgres "$work/postgres"
  artifacts/bin/CgLicense.Bench/release/CgLicense.Bench "$@"
}

# mutate [PROJECT …]: Protocol, and every project that has rules.
mutate() {
  need_dotnet
  need_packages python3:python3
  dotnet tool restore >/dev/null
  [ $# -gt 0 ] || set -- Protocol $(find src -name '*Rules.cs' | cut -d/ -f2 | sort -u)
  local reports=$PWD/artifacts/mutation project tests
  rm -rf "$reports"
  for project in "$@"; do
    tests=Rules.Tests
    [ "$project" != Protocol ] || tests=Protocol.Tests
    (cd "tests/$tests" && dotnet stryker -p "CgLicense.$project.csproj" -O "$reports/$project" -c "$(nproc)")
  done
  python3 tests/mutation_scores.py "$reports"/*/reports/mutation-report.json
}

# The pictures are made by a class of the console's tests that nobody else compiles; its output is not theirs.
screenshots() {
  need_dotnet
  need_packages /usr/bin/chromium:chromium
  console
  sdk
  dotnet build src/Server -v quiet --nologo
  dotnet build tests/Console.Tests -v quiet --nologo -p:Screenshots=true -o artifacts/screenshots.build
  (cd artifacts/screenshots.build && dotnet exec CgLicense.Console.Tests.dll --filter-class "*.Screenshots.Pictures")
  # What the next test run builds must not take these for its own.
  touch tests/Console.Tests/CgLicense.Console.Tests.csproj
  du -ch docs/images/*.png | tail -1
}

case "${1:-}" in
  app) app ;;
  c) c ;;
  console) console ;;
  sdk) sdk ;;
  check) need_dotnet; dotnet build CgLicense.slnx -v quiet --nologo ;;
  test) exec ./test.sh ;;
  native) native ;;
  pack) pack ;;
  bench) shift; bench "$@" ;;
  screenshots) screenshots ;;
  mutate) shift; mutate "$@" ;;
  *) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
