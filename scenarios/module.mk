# SPDX-License-Identifier: Apache-2.0
# Scenarios and the schema are installed under $(pkgdatadir) with their folders.
nobase_dist_pkgdata_DATA += \
	%D%/compare/base.xml \
	%D%/compare/option-a.xml \
	%D%/compare/option-ab.xml \
	%D%/compare/option-b.xml \
	%D%/compare/option-c.xml \
	%D%/compare/option-d.xml \
	%D%/inter-as/option-a.xml \
	%D%/inter-as/option-a-static.xml \
	%D%/inter-as/option-ab.xml \
	%D%/inter-as/option-b.xml \
	%D%/inter-as/option-b-next-hop-unchanged.xml \
	%D%/inter-as/option-c.xml \
	%D%/inter-as/option-c-ldp.xml \
	%D%/inter-as/option-c-rr.xml \
	%D%/inter-as/option-d-transit.xml \
	%D%/inter-as/option-d-transit-as-override.xml \
	%D%/inter-as/option-d-transit-one-as.xml \
	%D%/l3vpn/intra-as.xml \
	%D%/l3vpn/two-vpns.xml \
	%D%/size/carrier.awk \
	%D%/schema/scenario.rng
