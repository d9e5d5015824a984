# SPDX-License-Identifier: Apache-2.0
dist_check_SCRIPTS += %D%/test-ospf.sh
EXTRA_DIST += \
	%D%/abilene.cuts \
	%D%/abilene.edges \
	%D%/abilene.paths \
	%D%/areas.xml \
	%D%/geant.edges \
	%D%/network.awk \
	%D%/pe-ce.xml \
	%D%/processes.xml \
	%D%/redundant.xml \
	%D%/unnumbered.xml
