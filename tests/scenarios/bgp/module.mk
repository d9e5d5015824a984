# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-bgp-policy.sh %D%/test-bgp-session.sh
EXTRA_DIST += %D%/policy.xml %D%/restart.xml %D%/session.xml
