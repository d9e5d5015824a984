/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels by configuration: <mpls label-first="1000"><label prefix="10.0.0.1/32" value="1006"/>
 * <cross-connect label="1001" via="10.1.0.2" out="1002"/>
 * <lsp prefix="10.0.0.9/32" via="10.1.0.2" push="1002"/></mpls>.
 */
#ifndef STATIC_MPLS_H
#define STATIC_MPLS_H

#include "models/rib/protocol.h"

extern const ProtoClass static_mpls_class;

#endif
