# SPDX-License-Identifier: Apache-2.0
# Scenarios and the schema are installed under $(pkgdatadir) with their folders.
nobase_dist_pkgdata_DATA += \
	%D%/l3vpn/intra-as.xml \
	%D%/schema/scenario.rng
