/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/protocol.h"

G_DEFINE_QUARK(carrierlab - protocol - error, proto_error)

char *proto_instance_name(const ProtoClass *class_, unsigned process)
{
	return process == PROTO_PROCESS_FIRST ? g_strdup(class_->name)
					      : g_strdup_printf("%s:%u", class_->name, process);
}
