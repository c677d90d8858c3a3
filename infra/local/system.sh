#!/bin/sh
# Installs what the tests need of the system when root on Debian or Ubuntu; otherwise says how.
set -eu
PATH="$PATH:/usr/sbin:/sbin"

missing=""
ldconfig -p 2>/dev/null | grep -q libzbar || [ -e /opt/homebrew/lib/libzbar.dylib ] || [ -e /usr/local/lib/libzbar.dylib ] || missing="$missing libzbar0"
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || [ -d "/Applications/Google Chrome.app" ] || missing="$missing chromium-headless-shell"
fc-list 2>/dev/null | grep -qiE "noto ?sans ?cjk|wenquanyi|pingfang" || [ "$(uname)" = Darwin ] || missing="$missing fonts-noto-cjk"
if [ "$(uname)" = Linux ]; then # to build the libzbar of the package (infra/vendor/libzbar.sh)
  for tool in gcc patch; do command -v $tool >/dev/null 2>&1 || missing="$missing $tool"; done
  command -v xz >/dev/null 2>&1 || missing="$missing xz-utils"
  [ -e /usr/include/iconv.h ] || missing="$missing libc6-dev"
fi
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing$missing …"
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fontconfig >/dev/null
else
  echo "The tests need$missing. Debian/Ubuntu: sudo apt-get install$missing. macOS: brew install zbar, and Google Chrome." >&2
  exit 1
fi
