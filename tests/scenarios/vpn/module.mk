# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-vpn.sh
EXTRA_DIST += %D%/extranet.xml %D%/hub-spoke.xml %D%/ibgp-ce.xml %D%/keep.xml %D%/management.xml %D%/multihomed.xml %D%/multipath.xml %D%/pe-ce-bgp.xml %D%/reflector.xml %D%/rt-constraint.xml
