/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/protocol.h"

G_DEFINE_QUARK(carrierlab - protocol - error, proto_error)
