#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Talks that go wrong fail, and say where and why; rows that no talk drives are named.
set -u
here=$CL_SRCDIR/tests/talk
talk=$(dirname "$CARRIERLAB")/tests/talk/talk
[ -x "$talk" ] || { echo "$talk has not been built"; exit 1; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
status=0

fail()
{
	echo "$*"
	status=1
}

(cd "$here/wrong" && "$talk" wrong.talk) >"$out/wrong" && fail "a talk that goes wrong succeeds"
sed -i '/^  [0-9.]*s /d' "$out/wrong" # the transcripts
if [ -n "${CL_GOLDEN_UPDATE:-}" ]; then
	cp "$out/wrong" "$here/wrong/wrong.out"
fi
diff "$here/wrong/wrong.out" "$out/wrong" || status=1

# Without its last talk the protocol has rows that nothing drives.
mkdir -p "$out/tests/talk/ospf"
cp "$here/ospf/interface.talk" "$out/tests/talk/ospf"
CL_SRCDIR=$out "$talk" -p ospf >"$out/missing" && fail "rows that nobody drives are no failure"
grep -q '^ospf-neighbor: no talk drives BadLSReq in state Loading$' "$out/missing" ||
	fail "a row that nobody drives is not named"
grep -q '^ospf-interface: ' "$out/missing" && fail "rows that are driven are named"

echo 'protocol nonsense' >"$out/nonsense.talk"
"$talk" "$out/nonsense.talk" >"$out/nonsense" && fail "an unknown protocol is no failure"
"$talk" -p nonsense >/dev/null && fail "no talks at all are no failure"

# The example of the documentation, without its indentation.
sed -n '/^## Talks/,/^## /s/^    //p' "$CL_SRCDIR/docs/ARCHITECTURE.md" >"$out/example.talk"
grep -q '^protocol ' "$out/example.talk" || fail "the documentation has no example"
"$talk" "$out/example.talk" || fail "the documentation's example does not work"
exit $status
