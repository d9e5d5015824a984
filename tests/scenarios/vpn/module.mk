# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-vpn.sh
EXTRA_DIST += %D%/pe-ce-bgp.xml
