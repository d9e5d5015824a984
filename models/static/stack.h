/* SPDX-License-Identifier: Apache-2.0 */
/* Label stacks as configuration has them: "1001 29", "explicit-null", "implicit-null". */
#ifndef STATIC_STACK_H
#define STATIC_STACK_H

#include "models/net/label.h"

/* The words as labels of kind static, top first; implicit null is none. FALSE and *error where one of
 * them is no label, or there are too many. */
gboolean static_stack_parse(const GStrv words, LabelStack *out, GError **error);

#endif
