#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The layering check itself: small trees, each with one violation, must fail with file and line.
set -u

check=$CL_SRCDIR/tests/check-layers.sh
tree=$(mktemp -d) || exit 99
trap 'rm -rf "$tree"' EXIT
failed=0

# put FILE: standard input becomes a file of a fresh tree.
put()
{
	rm -rf "${tree:?}"/*
	mkdir -p "$tree/docs" "$tree/$(dirname "$1")"
	cp "$CL_SRCDIR/docs/layers" "$tree/docs/layers"
	cat >"$tree/$1"
}

accepted()
{
	local out
	if ! out=$(bash "$check" "$tree" 2>&1); then
		printf 'refused %s: %s\n' "$1" "$out"
		failed=1
	fi
}

# refused WHAT FILE:LINE WORDS
refused()
{
	local out
	if out=$(bash "$check" "$tree" 2>&1); then
		printf 'accepted %s\n' "$1"
		failed=1
	elif [[ $out != "$2: "*"$3"* || $out == *$'\n'* ]]; then
		printf 'wrong words about %s: %s\n' "$1" "$out"
		failed=1
	fi
}

put models/bgp/bgp.c <<'X'
#include "models/bgp/bgp.h"
#include "config.h"
#include "models/rib/rib.h"
#include "sim/sim.h"
#include <glib.h>
X
accepted 'own folder, lower folders, system headers'

put tests/models/bgp/test_bgp.c <<'X'
#include "models/bgp/bgp.h"
#include "tests/models/rib/script.h"
#include "tests/testing.h"
#include "tests/support/capture.h"
#include <check.h>
X
accepted 'a test that includes what its folder may'

put analysis/record/record.c <<'X'
#include <sqlite3.h>
X
accepted 'SQLite in the recorder'

put tests/sim/test_sim.c <<'X'
#include "tests/testing.h"
#include "tests/support/capture.h"
X
accepted 'a test that includes what all tests share'

put tests/support/capture.c <<'X'
#include "sim/sim.h"
X
refused 'shared by all tests, but above some' tests/support/capture.c:1 'above tests'

put sim/sim.c <<'X'
/* first line */
#include "models/net/addr.h"
X
refused 'an include that points up' sim/sim.c:2 'includes point down only'

put models/bgp/bgp.h <<'X'
#  include	"models/ospf/ospf.h"
X
refused 'an include of a sibling' models/bgp/bgp.h:1 'sibling of models/bgp'

put tests/models/bgp/test_bgp.c <<'X'
#include "models/node/node.h"
X
refused 'a test that includes above its folder' tests/models/bgp/test_bgp.c:1 'above models/bgp'

put tests/testing.h <<'X'
#include "sim/sim.h"
X
refused 'a shared test header that sees the program' tests/testing.h:1 'above tests'

put sim/sim.c <<'X'
#include "event.h"
X
refused 'a path that is not from the root' sim/sim.c:1 'write "folder/event.h"'

put sim/sim.c <<'X'
#include "tests/sim/helper.h"
X
refused 'a test header outside the tests' sim/sim.c:1 'belongs to the tests'

put sim/sim.c <<'X'
#include "tests/testing.h"
X
refused 'a shared test header outside the tests' sim/sim.c:1 'belongs to the tests'

put sim/sim.c <<'X'
#include "modles/net/addr.h"
X
refused 'an include from an unknown folder' sim/sim.c:1 'in no folder of docs/layers'

put models/isis/isis.c <<'X'
int x;
X
refused 'a file in an unknown folder' models/isis/isis.c:1 'in no folder of docs/layers'

put models/bgp/bgp.c <<'X'
#include <sqlite3.h>
X
refused 'SQL in a protocol' models/bgp/bgp.c:1 '<sqlite3.h> is for analysis/record analysis/report cli alone'

exit $failed
