#!/usr/bin/env bash
# Starts the license server; builds it first when the sources are newer than the last build.
#   ./run.sh            embedded SQLite in ./data, http://127.0.0.1:8080
#   ./run.sh --demo     the same, with a demo product and one license of each type
#   ./run.sh --help     all options
set -euo pipefail
cd "$(dirname "$0")"
./build.sh app
exec artifacts/bin/CgLicense.Server/release/cglicense-server "$@"
