# What the scripts need from the machine. Sourced by build.sh and test.sh; installs from Debian what is missing.

need_dotnet() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
  command -v dotnet >/dev/null && return
  echo "The .NET SDK 10 is missing. Install it (package dotnet-sdk-10.0), then run this again." >&2
  exit 1
}

# need_packages PROOF:PACKAGE …  A proof is a command or, with a leading slash, a file.
need_packages() {
  local missing=() pair proof
  for pair in "$@"; do
    proof=${pair%%:*}
    if [[ $proof == /* ]]; then [ -e "$proof" ]; else command -v "$proof" >/dev/null; fi || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "Installing from Debian: ${missing[*]}" >&2
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Starts a PostgreSQL of our own in FOLDER on a free port; exports CGLICENSE_TEST_POSTGRES.
start_postgres() {
  local folder=$1 bin port as_postgres=()
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  mkdir -p "$folder"
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$folder"
    as_postgres=(runuser -u postgres --)
  fi
  "${as_postgres[@]}" "$bin/initdb" -D "$folder/data" -A trust -U postgres --no-sync >/dev/null
  "${as_postgres[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=300" start
  POSTGRES_STOP=("${as_postgres[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop)
  export CGLICENSE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres"
}
