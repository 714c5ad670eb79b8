# Finds or installs the tools that the scripts beside this folder need. Sourced by them.
# shellcheck shell=bash

# One line for whoever started the script, then the end.
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

say() {
  printf '%s\n' "$*"
}

# Whether packages can be installed without asking anybody.
may_install() {
  [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null
}

apt_install() {
  say "Installing $* with apt-get."
  {
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@"
  } </dev/null >/dev/null || die "apt-get could not install $*; install it by hand"
}

# The feature release of a java program: 17, 25; 8 for "1.8".
java_release() {
  "$1" -version 2>&1 </dev/null | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1
}

java_is_new_enough() {
  local release
  release=$(java_release "$1")
  [ "${release:-0}" -ge 17 ]
}

# Sets JAVA_HOME to a Java 17 or newer. $1 is "jdk" when a compiler is needed, else "jre".
require_java() {
  local need=$1 candidate
  if [ -n "${JAVA_HOME:-}" ]; then
    [ -x "$JAVA_HOME/bin/java" ] || die "JAVA_HOME ($JAVA_HOME) holds no bin/java; correct or unset it"
    java_is_new_enough "$JAVA_HOME/bin/java" ||
      die "JAVA_HOME ($JAVA_HOME) is Java $(java_release "$JAVA_HOME/bin/java"); Tandem needs 17 or newer"
    has_compiler "$need" "$JAVA_HOME" || die "JAVA_HOME ($JAVA_HOME) has no compiler; point it to a JDK 17 or newer"
    return
  fi
  find_java "$need" && return
  if may_install; then
    candidate=$(newest_jdk_package)
    [ -n "$candidate" ] && apt_install "$candidate"
    find_java "$need" && return
  fi
  if command -v java >/dev/null; then
    die "Java $(java_release java) is too old or has no compiler; install a JDK 17 or newer (Debian: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME"
  fi
  die "there is no Java; install a JDK 17 or newer (Debian: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME"
}

has_compiler() {
  [ "$1" = jre ] || [ -x "$2/bin/javac" ]
}

find_java() {
  local need=$1 home
  while read -r home; do
    if [ -x "$home/bin/java" ] && has_compiler "$need" "$home" && java_is_new_enough "$home/bin/java"; then
      export JAVA_HOME=$home
      return 0
    fi
  done < <(java_homes)
  return 1
}

# The Java on the path first, then those in the usual places.
java_homes() {
  if command -v java >/dev/null; then
    java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p'
  fi
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home 2>/dev/null || true
  fi
  ls -d /usr/lib/jvm/*/ 2>/dev/null | sed 's:/$::' || true
}

newest_jdk_package() {
  apt-get -qq update </dev/null >/dev/null 2>&1 || true
  local release
  for release in 25 21 17; do
    if [ -n "$(apt-cache search --names-only "^openjdk-$release-jdk-headless\$")" ]; then
      printf 'openjdk-%s-jdk-headless\n' "$release"
      return
    fi
  done
}

require_maven() {
  if ! command -v mvn >/dev/null && may_install; then
    apt_install maven
  fi
  command -v mvn >/dev/null || die "there is no Maven; install 3.8 or newer (Debian: apt-get install maven)"
  local version major minor
  version=$(mvn --version 2>/dev/null </dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p')
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  if [ "${major:-0}" -lt 3 ] || { [ "$major" -eq 3 ] && [ "${minor:-0}" -lt 8 ]; }; then
    die "Maven ${version:-of an unknown version} is too old; Tandem needs 3.8 or newer"
  fi
}
