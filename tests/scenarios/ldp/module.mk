# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-ldp.sh %D%/test-moves.sh
EXTRA_DIST += \
	%D%/moves.awk \
	%D%/inter-area.xml \
	%D%/topo1.bindings \
	%D%/topo1.xml \
	%D%/vrf.xml
