# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-rip.sh
EXTRA_DIST += \
	%D%/chain.xml \
	%D%/loop.xml \
	%D%/passive.xml \
	%D%/pe-ce.xml \
	%D%/timeout.xml
