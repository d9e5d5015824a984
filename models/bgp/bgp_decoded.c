/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_decoded.h"

#include <string.h>

enum { BATCH = 16 };

/* The next prefixes of a block, all looked for at once. */
static unsigned read_batch(const NetPrefixIds *ids, BgpNlriReader *reader, BgpNlri batch[BATCH])
{
	unsigned n = 0;

	while (n < BATCH && bgp_nlri_next(reader, &batch[n]))
		n++;
	if (n == 0 || net_prefix_id_follows(ids, batch[0].rd, &batch[0].prefix))
		return n;
	for (int step = NET_PREFIX_BUCKET; step <= NET_PREFIX_ENTRY; step++)
		for (unsigned i = 0; i < n; i++)
			net_prefix_id_expect(ids, batch[i].rd, &batch[i].prefix,
					     (NetPrefixStep)step);
	return n;
}

/* Whatever the bits beside the label say; 0: the family has none. */
static uint32_t label_of(const BgpNlriFormat *format, const BgpNlri *nlri)
{
	return format->labelled ? bgp_label_entry(bgp_label_value(nlri->label)) : 0;
}

/* Also of what is withdrawn, though nobody may hold it: somebody may by the time that others read this. */
static void read_block(BgpDecoded *d, BgpRun *run, const BgpUpdate *update, BgpBlockKind kind)
{
	BgpBlock from = bgp_update_block(update, kind);
	BgpDecodedBlock *block = &d->blocks[kind];
	BgpNlriReader reader;
	BgpNlri batch[BATCH];

	*block = (BgpDecodedBlock){.family = bgp_family_of_format(from.format),
				   .first = d->prefixes->len};
	if (block->family < 0)
		return;
	NetPrefixIds *ids = run->prefixes[block->family];
	bgp_nlri_reader_init(&reader, from.format, from.prefixes);
	for (unsigned n; (n = read_batch(ids, &reader, batch)) > 0;)
		for (unsigned i = 0; i < n; i++) {
			BgpDecodedPrefix prefix = {
				net_prefix_id_get(ids, batch[i].rd, &batch[i].prefix),
				label_of(from.format, &batch[i])};
			g_array_append_val(d->prefixes, prefix);
		}
	block->n = d->prefixes->len - block->first;
}

static void read_update(BgpDecoded *d, BgpRun *run, const BgpUpdate *update)
{
	const BgpNlriFormat *format;

	d->run = run;
	d->prefixes = g_array_new(FALSE, FALSE, sizeof(BgpDecodedPrefix));
	d->is_end_of_rib = bgp_update_is_end_of_rib(update, &format);
	d->end_of_rib = d->is_end_of_rib ? bgp_family_of_format(format) : -1;
	for (unsigned kind = 0; kind < BGP_BLOCKS; kind++)
		read_block(d, run, update, (BgpBlockKind)kind);
}

void bgp_decoded_init(BgpDecoded *d, BgpRun *run, const BgpUpdate *update)
{
	*d = (BgpDecoded){.update = update};
	read_update(d, run, update);
}

/* In the reverse order, so that whoever needs new ids next gets the same. */
static void give_back_ids(const BgpDecoded *d)
{
	for (unsigned kind = BGP_BLOCKS; kind-- > 0;) {
		const BgpDecodedBlock *block = &d->blocks[kind];

		for (guint i = block->n; i-- > 0;)
			net_prefix_id_unref(d->run->prefixes[block->family],
					    bgp_decoded_prefix(d, block, i)->id);
	}
}

void bgp_decoded_clear(BgpDecoded *d)
{
	give_back_ids(d);
	g_array_free(d->prefixes, TRUE);
	bgp_attrset_unref(d->set);
	d->run = NULL;
}

const BgpAttrs *bgp_decoded_attrs(const BgpDecoded *d)
{
	return d->update ? &d->update->attrs : &d->set->attrs;
}

BgpAttrSet *bgp_decoded_set(const BgpDecoded *d, BgpRun *run, const BgpAttrs *attrs)
{
	if (d->update)
		return bgp_attrset_of_update(&run->attrs, d->update, attrs);
	if (bgp_attrset_has(d->set, attrs))
		return bgp_attrset_ref(d->set);
	return bgp_attrset_intern(&run->attrs, attrs, d->set->others);
}

/* ---- What hangs on a message ---- */

static void free_decoded(TcpDecoded *head)
{
	BgpDecoded *d = (BgpDecoded *)head;

	bgp_decoded_empty(d);
	g_free(d);
}

BgpDecoded *bgp_decoded_new(void)
{
	BgpDecoded *d = g_new0(BgpDecoded, 1);

	d->head.free = free_decoded;
	return d;
}

BgpDecoded *bgp_decoded_of(const TcpMessage *message)
{
	return message->decoded && message->decoded->free == free_decoded
		       ? (BgpDecoded *)message->decoded
		       : NULL;
}

gboolean bgp_decoded_fits(const BgpDecoded *d, uint8_t as_size, gboolean external)
{
	return d->run && d->as_size == as_size && d->external == external;
}

static gboolean announces(const BgpDecoded *d)
{
	return d->blocks[BGP_BLOCK_NLRI].n + d->blocks[BGP_BLOCK_MP_REACH].n > 0;
}

void bgp_decoded_fill(BgpDecoded *d, BgpRun *run, const BgpUpdate *update, uint8_t as_size,
		      gboolean external)
{
	g_assert(!d->run && update->n_faults == 0);
	read_update(d, run, update);
	d->as_size = as_size;
	d->external = external;
	if (announces(d))
		d->set = bgp_attrset_of_update(&run->attrs, update, &update->attrs);
	d->next = run->decoded;
	if (d->next)
		d->next->prev = d;
	run->decoded = d;
}

void bgp_decoded_empty(BgpDecoded *d)
{
	if (!d->run)
		return;
	if (d->prev)
		d->prev->next = d->next;
	else
		d->run->decoded = d->next;
	if (d->next)
		d->next->prev = d->prev;
	bgp_decoded_clear(d);
	*d = (BgpDecoded){.head = d->head};
}

static gboolean same_prefixes(const BgpDecoded *a, const BgpDecoded *b)
{
	for (unsigned kind = 0; kind < BGP_BLOCKS; kind++)
		if (a->blocks[kind].n != b->blocks[kind].n ||
		    (a->blocks[kind].n > 0 && a->blocks[kind].family != b->blocks[kind].family))
			return FALSE;
	return a->prefixes->len == b->prefixes->len &&
	       (a->prefixes->len == 0 || memcmp(a->prefixes->data, b->prefixes->data,
						a->prefixes->len * sizeof(BgpDecodedPrefix)) == 0);
}

void bgp_decoded_verify(const BgpDecoded *d, const BgpUpdate *update)
{
	BgpDecoded again = {0};

	g_assert(update->n_faults == 0);
	bgp_decoded_fill(&again, d->run, update, d->as_size, d->external);
	g_assert(same_prefixes(d, &again));
	g_assert(d->set == again.set);
	g_assert(d->is_end_of_rib == again.is_end_of_rib && d->end_of_rib == again.end_of_rib);
	bgp_decoded_empty(&again);
}
