# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-labels.sh %D%/test-labelled-unicast.sh
EXTRA_DIST += %D%/default-originate.xml %D%/ebgp.xml %D%/send-label-vrf.xml %D%/transit-as.xml %D%/vrf.xml
