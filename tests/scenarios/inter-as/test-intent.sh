#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The inter-AS options by intent: what <inter-as> writes out is what the explicit scenarios say, to the same digest.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

digest()
{
	sql "$1" 'SELECT digest FROM run'
}

# The explicit scenario without what its option is made of, and <inter-as> in the place of the link at the border.
# by_intent NAME SED INTER-AS: into NAME-intent.xml
by_intent()
{
	sed -e "$2" -e "s|^  <link a=\"[A-Z-]*1:as2\".*|$3|" "$(scenario "scenarios/inter-as/$1.xml")" >"$1-intent.xml"
	grep -q '<inter-as' "$1-intent.xml" || fail "$1: no <inter-as> in its place"
}

# Its expectations are met, among them the label paths with their TTLs, and all goes as in the explicit scenario.
# same_as_explicit NAME SED INTER-AS
same_as_explicit()
{
	by_intent "$@"
	status 0 "$program" run "$(scenario "scenarios/inter-as/$1.xml")" -o explicit.db --record summary
	status 0 "$program" run "$1-intent.xml" -o intent.db --record summary
	same "$1: digest" "$(digest explicit.db)" "$(digest intent.db)"
	status 0 "$program" expand "$1-intent.xml"
	mv stdout.txt "$1-expanded.xml"
	status 0 "$program" run "$1-expanded.xml" -o expanded.db --record summary
	same "$1: digest of what it expands to" "$(digest explicit.db)" "$(digest expanded.db)"
}

same_as_explicit option-b '/<neighbor address="172/d; s/ next-hop-self="yes"//' \
	'<inter-as option="b" carriers="carrier-1 carrier-2"><border a="PE-ASBR-1:as2" b="PE-ASBR-2:as1" links="172.16.0.0/30"/></inter-as>'

# All of it by intent.
status 0 "$program" run "$(scenario tests/scenarios/inter-as/intent-b.xml)" -o intent-b.db
finish
