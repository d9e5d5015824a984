# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-labels.sh
EXTRA_DIST += %D%/ebgp.xml %D%/vrf.xml
