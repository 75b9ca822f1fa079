#!/bin/sh
# Installs npm's googleapis, its package for Sheets, under .cache for the
# benchmarks to compare with. Where there is no npm, or no network, it says so
# and the benchmarks run without.
cd "$(dirname "$0")/.." || exit 2
dir=.cache/googleapis
version=14.0.0

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo 'npm googleapis is left out of the comparison: node and npm are not installed'
  exit 0
fi
if grep -qs "\"version\": \"$version\"" $dir/node_modules/@googleapis/sheets/package.json; then exit 0; fi
mkdir -p $dir
if ! npm install --prefix $dir --no-audit --no-fund --silent "@googleapis/sheets@$version" >/dev/null; then
  echo 'npm googleapis is left out of the comparison: npm could not install it'
fi
exit 0
