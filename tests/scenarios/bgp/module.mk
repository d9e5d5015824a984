# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-bgp-default-route.sh %D%/test-bgp-policy.sh %D%/test-bgp-session.sh %D%/test-bgp-moves.sh
EXTRA_DIST += %D%/default-route.xml %D%/moves.awk %D%/policy.xml %D%/restart.xml %D%/session.xml
