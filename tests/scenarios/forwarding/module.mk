# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-forwarding.sh
EXTRA_DIST += \
	%D%/chain-a.xml \
	%D%/chain-b.xml \
	%D%/chain-c.xml \
	%D%/static-labels.xml \
	%D%/vlans.xml
