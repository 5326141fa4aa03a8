# Sourced by scripts/tts and scripts/test: installs what the build needs where it is missing, and says so.
set -euo pipefail
root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { echo "$(basename "$0"): $*" >&2; }

# Debian packages by what pkg-config calls them.
needed() {
  local missing=()
  command -v pkg-config >/dev/null || { echo "pkg-config libfftw3-dev libsndfile1-dev libzip-dev libcairo2-dev"; return; }
  pkg-config --exists fftw3f || missing+=(libfftw3-dev)
  pkg-config --exists sndfile || missing+=(libsndfile1-dev)
  pkg-config --exists libzip || missing+=(libzip-dev)
  pkg-config --exists cairo || missing+=(libcairo2-dev)
  echo "${missing[*]:-}"
}

install_packages() {
  local missing; missing="$(needed)"
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || { say "these libraries are missing: $missing; install them with your package manager"; exit 69; }
  local sudo=""
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null || { say "run as root or install sudo; needed: $missing"; exit 69; }; sudo=sudo; }
  say "installing $missing"
  $sudo apt-get update -q >/dev/null
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends $missing >/dev/null
}

command -v swift >/dev/null || { say "Swift 6 is needed: https://www.swift.org/install"; exit 69; }
