/* SPDX-License-Identifier: Apache-2.0 */
/* Areas, their configuration, and in which database an LSA belongs (RFC 2328 6, 3.6). */
#ifndef OSPF_OSPF_AREA_H
#define OSPF_OSPF_AREA_H

#include "models/ospf/ospf_instance.h"

#define OSPF_BACKBONE UINT32_C(0)

/* Networks of the area that others are told of as one (RFC 2328 C.2). */
typedef struct OspfRange {
	NetPrefix prefix;
	gboolean advertise; /* no: others are told of none of them */
} OspfRange;

/* The area of that id, made where there is none yet. */
OspfArea *ospf_area_get(OspfInstance *instance, uint32_t id);
OspfArea *ospf_area_find(const OspfInstance *instance, uint32_t id); /* NULL where there is none */
void ospf_area_free(OspfArea *area);

/* The database that holds LSAs of a type: the area's, or for AS-external-LSAs the instance's. NULL
 * where the area takes none of them, being a stub area. */
OspfLsdb *ospf_area_db(OspfArea *area, uint32_t lsa_type);
/* Options of Hellos, Database Descriptions and LSAs (RFC 2328 A.2). */
uint8_t ospf_area_options(const OspfArea *area);

/* RFC 2328 3.3, as RFC 3509 2.1 has it: it has interfaces up in several areas, one the backbone. */
gboolean ospf_is_abr(const OspfInstance *instance);

/* The range of the area that covers a network; NULL where none does. */
const OspfRange *ospf_area_range(const OspfArea *area, const NetPrefix *network);

#endif
