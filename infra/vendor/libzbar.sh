#!/bin/sh
# Builds libzbar for Lambda: QR codes only, needing nothing but libc, because Lambda's machine has no X, V4L, D-Bus or JPEG.
#     sh infra/vendor/libzbar.sh vendor/lib/libzbar.so.0
# Debian 12's source of zbar with its security patches, from the mirror apt is set to, held to the sums below. Needs gcc and patch.
set -eu
target=$1
pool=pool/main/z/zbar
source=zbar_0.23.92.orig.tar.gz
source_sum=dffc16695cb6e42fa318a4946fd42866c0f5ab735f7eaf450b108d1c3a19b4ba
patches=zbar_0.23.92-7+deb12u1.debian.tar.xz
patches_sum=bb794d1466b2ba5adabbb5ac7d271e801c757d096d4838fb0f721f6ed87eb588
glibc=2.34 # Amazon Linux 2023

say() { echo "libzbar: $*" >&2; exit 1; }
[ "$(uname -sm)" = "Linux x86_64" ] || say "the package for AWS is built on Linux, x86-64"
for tool in gcc patch xz readelf; do command -v $tool >/dev/null || say "$tool is missing (make system)"; done
mirror=${DEBIAN_MIRROR:-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
  sed -nE '/^#/d; s#.*(https?://[^ ]*/debian)/?( .*)?$#\1#p' | head -n 1)}
[ -n "$mirror" ] || say "apt knows no Debian mirror; name one in DEBIAN_MIRROR"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { # name, sum: what differs from its sum is refused
  /usr/lib/apt/apt-helper -qq -o APT::Sandbox::User=root download-file "${mirror%/}/$pool/$1" "$work/$1" "SHA256:$2" >&2
}
fetch $source $source_sum
fetch $patches $patches_sum
mkdir -p "$work/zbar" "$(dirname "$target")"
tar -xf "$work/$source" -C "$work/zbar" --strip-components 1
tar -xf "$work/$patches" -C "$work/zbar"

built=$work/libzbar.so.0
(
  cd "$work/zbar"
  while read -r name; do patch -s -p 1 -i "debian/patches/$name"; done < debian/patches/series
  # What pyzbar calls; with the rest go the parts that would want a camera.
  echo '{ global: zbar_image_*; zbar_symbol_*; zbar_scan_image; zbar_parse_config; zbar_set_verbosity; zbar_version; local: *; };' > exported
  set -- -DENABLE_QRCODE=1 -DHAVE_ICONV=1 -DHAVE_ICONV_H=1 -DICONV_CONST= -DHAVE_INTTYPES_H=1 -DHAVE_STDINT_H=1 \
    -DHAVE_UNISTD_H=1 -DHAVE_SYS_TIME_H=1 -DHAVE_ERRNO_H=1 -DZBAR_VERSION_MAJOR=0 -DZBAR_VERSION_MINOR=23 \
    -DZBAR_VERSION_PATCH=92 -DNDEBUG=1 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
  : > config.h
  cd zbar
  gcc -shared -std=gnu99 -O2 -fPIC -ffunction-sections -fstack-protector-strong -D_FORTIFY_SOURCE=2 -w -I.. -I../include -I. "$@" \
    config.c error.c symbol.c image.c convert.c refcnt.c img_scanner.c scanner.c decoder.c misc.c \
    decoder/qr_finder.c qrcode/*.c \
    -Wl,-soname,libzbar.so.0 -Wl,--version-script=../exported -Wl,-z,relro,-z,now -Wl,--gc-sections,--no-undefined,--build-id=none -s \
    -o "$built"
)
needed=$(readelf -d "$built" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | tr '\n' ' ')
newest=$(readelf -V "$built" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
[ "$needed" = "libc.so.6 " ] || say "it needs more than libc: $needed"
[ "$(printf '%s\n' "$newest" GLIBC_$glibc | sort -V | tail -n 1)" = GLIBC_$glibc ] || say "it needs $newest; Lambda has $glibc"
cp "$built" "$target.new"
mv "$target.new" "$target"
