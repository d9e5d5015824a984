/* SPDX-License-Identifier: Apache-2.0 */
/* A number for each of many ids, which may lie far apart: memory for 256 at a time, while one of them has one. */
#ifndef NET_NUMBERS_H
#define NET_NUMBERS_H

#include <glib.h>
#include <stdint.h>

#define NET_NUMBERS_END UINT32_MAX

typedef struct NetNumbers {
	GPtrArray *pages; /* NULL where none of them has a number */
} NetNumbers;

void net_numbers_init(NetNumbers *numbers);
void net_numbers_release(NetNumbers *numbers);
void net_numbers_clear(NetNumbers *numbers);
void net_numbers_copy(NetNumbers *to, const NetNumbers *from);    /* to is initialised */
uint32_t net_numbers_get(const NetNumbers *numbers, uint32_t id); /* 0: none */
void net_numbers_set(NetNumbers *numbers, uint32_t id, uint32_t number);
/* FALSE: none of them has a number. */
static inline gboolean net_numbers_any(const NetNumbers *numbers)
{
	return numbers->pages->len > 0;
}
/* The first id from this one on that has a number; NET_NUMBERS_END: none. */
uint32_t net_numbers_from(const NetNumbers *numbers, uint32_t id);

#endif
