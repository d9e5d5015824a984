# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-bgp-default-route.sh %D%/test-bgp-neighbors.sh %D%/test-bgp-policy.sh %D%/test-bgp-session.sh \
	%D%/test-bgp-moves.sh %D%/test-bgp-no-rest.sh %D%/test-bgp-tangle.sh %D%/test-bgp-each-other.sh
EXTRA_DIST += %D%/chance.awk %D%/tangle.awk
EXTRA_DIST += %D%/as-paths.xml %D%/cost.xml %D%/default-route.xml %D%/dual-as.xml %D%/each-other.xml %D%/moves.awk %D%/neighbors.xml %D%/next-hops.xml %D%/no-rest.xml %D%/policy.xml \
	%D%/restart.xml %D%/session.xml
dist_check_SCRIPTS += %D%/test-bgp-decision.sh
EXTRA_DIST += %D%/med.xml
