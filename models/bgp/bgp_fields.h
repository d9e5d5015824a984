/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds of fields that show path attributes. Their member is a const BgpAttrs *; NULL is absent, as is
 * an attribute that is not there. AS numbers are read as wide as the path has them. */
#ifndef BGP_BGP_FIELDS_H
#define BGP_BGP_FIELDS_H

#include "models/wire/bgp_attr.h"

extern const FieldKind field_bgp_next_hop;
extern const FieldKind field_bgp_as_path; /* "65001 65002 {65003 65004}"; empty is "" */
extern const FieldKind field_bgp_origin;  /* "igp" */
extern const FieldKind field_bgp_med, field_bgp_local_pref;
extern const FieldKind field_bgp_communities;          /* "65001:100 65001:200" */
extern const FieldKind field_bgp_large_communities;    /* "65001:1:2" */
extern const FieldKind field_bgp_extended_communities; /* no route targets: "0x03000a0000000001" */
extern const FieldKind field_bgp_aggregator;           /* "65001 10.0.0.1" */
extern const FieldKind field_bgp_atomic_aggregate;
extern const FieldKind field_bgp_originator_id;
extern const FieldKind field_bgp_cluster_list; /* "10.0.0.1 10.0.0.2" */

/* A field of struct_type shown by kind_, whose member is attrs. */
#define BGP_ATTR_FIELD(struct_type, name_, kind_)                                         \
	{                                                                                 \
		.name = (name_), .kind = &(kind_), .offset = offsetof(struct_type, attrs) \
	}

#endif
