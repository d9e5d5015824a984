# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-bgp-session.sh
EXTRA_DIST += %D%/session.xml
