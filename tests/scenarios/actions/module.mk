# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-actions.sh
EXTRA_DIST += %D%/config.xml %D%/links.xml %D%/vrf.xml
