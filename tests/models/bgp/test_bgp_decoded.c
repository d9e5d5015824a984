/* SPDX-License-Identifier: Apache-2.0 */
/* What the first of several peers has read of a message is what the others take it to say. */
#include "models/bgp/bgp_decoded.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

static const uint32_t one_as[LAB_ROUTERS] = {65001, 65001, 65001, 65001};

enum { LABEL = 17, OTHER = 99, LAST = 199 };

static NetPrefix prefix_of(unsigned i)
{
	NetAddr addr = net_addr_ipv4(0x0a000000 + (i << 8));
	return net_prefix(&addr, 24);
}

static void originate(Lab *lab, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		VpnOrigin route = {.rd = 1, .prefix = prefix_of(i), .label = LABEL};
		vpn_origin_put(lab_router(lab, 1)->bgp, &route);
	}
}

static uint32_t label_at(Lab *lab, unsigned i, unsigned prefix)
{
	NetPrefix p = prefix_of(prefix);
	const BgpNet *net = bgp_table_find(&lab_bgp(lab, i)->tables[BGP_FAMILY_VPNV4], 1, &p);
	return net ? net->paths->label : 0;
}

/* R1 tells R2 and R3 of n routes; nothing gets through to R3 yet. */
static Lab *half_told(unsigned n)
{
	Lab *lab = lab_new(3, one_as);
	lab_join(lab, 1, 2);
	lab_join(lab, 1, 3);
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_ptr_null(lab_bgp(lab, 1)->run->decoded);
	fwd_link_set_state(g_ptr_array_index(lab->links, 1), FWD_LINK_SILENT);
	originate(lab, n);
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_uint_eq(label_at(lab, 2, n - 1), bgp_label_entry(LABEL));
	return lab;
}

static void tell_the_other(Lab *lab)
{
	fwd_link_set_state(g_ptr_array_index(lab->links, 1), FWD_LINK_UP);
	lab_run(lab, 60 * SIM_SEC);
}

/* What the messages say by what hangs on them, not by their bytes. */
static void change_labels(Lab *lab)
{
	BgpDecoded *decoded = lab_bgp(lab, 1)->run->decoded;
	ck_assert_ptr_nonnull(decoded);
	for (; decoded; decoded = decoded->next)
		for (guint i = 0; i < decoded->prefixes->len; i++)
			g_array_index(decoded->prefixes, BgpDecodedPrefix, i).label =
				bgp_label_entry(OTHER);
}

/* Of one segment, and of several. */
static const unsigned sizes[] = {1, LAST + 1};

START_TEST(test_others_take_it)
{
	Lab *lab = half_told(sizes[_i]);
	change_labels(lab);
	tell_the_other(lab);
	ck_assert_uint_eq(label_at(lab, 3, 0), bgp_label_entry(OTHER));
	ck_assert_uint_eq(label_at(lab, 3, sizes[_i] - 1), bgp_label_entry(OTHER));
	ck_assert_ptr_null(lab_bgp(lab, 1)->run->decoded); /* the messages are gone */
	lab_free(lab);
}
END_TEST

START_TEST(test_decode_all)
{
	Lab *lab = half_told(sizes[_i]);
	lab->net->decode_all = TRUE;
	tell_the_other(lab);
	ck_assert_uint_eq(label_at(lab, 3, sizes[_i] - 1), bgp_label_entry(LABEL));
	lab_free(lab);
}
END_TEST

START_TEST(test_decode_all_finds_what_differs)
{
	Lab *lab = half_told(1);
	lab->net->decode_all = TRUE;
	change_labels(lab);
	tell_the_other(lab);
}
END_TEST

/* Who reads the same bytes in another way reads them by itself. */
START_TEST(test_another_reader)
{
	Lab *lab = half_told(1);
	BgpDecoded *decoded = lab_bgp(lab, 1)->run->decoded;
	decoded->external = TRUE; /* read as R3 would not read it */
	change_labels(lab);
	tell_the_other(lab);
	ck_assert_uint_eq(label_at(lab, 3, 0), bgp_label_entry(LABEL));
	lab_free(lab);
}
END_TEST

/* What goes to one peer is read by that one alone. */
START_TEST(test_not_of_one)
{
	Lab *lab = lab_new(2, one_as);
	lab_join(lab, 1, 2);
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	fwd_link_set_state(g_ptr_array_index(lab->links, 0), FWD_LINK_SILENT);
	originate(lab, 1);
	lab_run(lab, 6 * SIM_SEC);
	fwd_link_set_state(g_ptr_array_index(lab->links, 0), FWD_LINK_UP);
	while (label_at(lab, 2, 0) == 0)
		lab_run(lab, lab->sim->now + SIM_MSEC);
	ck_assert_ptr_null(lab_bgp(lab, 1)->run->decoded);
	lab_free(lab);
}
END_TEST

#define ATTRIBUTES "40010100 400200 40050400000064 4003040a000002"

typedef struct Reading {
	Sim *sim;
	FwdNet *net;
	BgpRun *run;
	TcpMessage *message;
	BgpUpdate update;
} Reading;

static void read_message(Reading *r, const char *withdrawn, const char *attributes,
			 const char *nlri)
{
	WireError error;
	size_t len;
	uint8_t *bytes = bgp_test_update(withdrawn, attributes, nlri, &len);
	tcp_message_unref(r->message);
	r->message = tcp_message_new(bytes, len, 0);
	g_free(bytes);
	ck_assert(bgp_update_decode(r->message->bytes, len, 4, FALSE, &r->update, &error));
	r->message->decoded = &bgp_decoded_new()->head;
	bgp_decoded_fill(bgp_decoded_of(r->message), r->run, &r->update, 4, FALSE);
}

static Reading *reading_new(void)
{
	Reading *r = g_new0(Reading, 1);
	r->sim = sim_new(1);
	r->net = fwd_net_new(r->sim);
	r->run = bgp_run_of(r->net);
	return r;
}

static void reading_free(Reading *r)
{
	tcp_message_unref(r->message);
	if (r->run)
		bgp_run_unref(r->run);
	fwd_net_free(r->net);
	sim_free(r->sim);
	g_free(r);
}

START_TEST(test_contents)
{
	Reading *r = reading_new();
	NetPrefixIds *ids = r->run->prefixes[BGP_FAMILY_IPV4];
	read_message(r, "100a09", ATTRIBUTES, "180b0102 180b0103");
	const BgpDecoded *d = bgp_decoded_of(r->message);
	const BgpDecodedBlock *gone = &d->blocks[BGP_BLOCK_WITHDRAWN];
	const BgpDecodedBlock *nlri = &d->blocks[BGP_BLOCK_NLRI];
	NetPrefix prefix;
	ck_assert_uint_eq(gone->n, 1);
	prefix = net_prefix_id_prefix(ids, bgp_decoded_prefix(d, gone, 0)->id);
	ck_assert(net_prefix_contains(&prefix, &(NetAddr){NET_AF_IPV4, {10, 9, 200, 1}}));
	ck_assert_uint_eq(nlri->n, 2);
	prefix = net_prefix_id_prefix(ids, bgp_decoded_prefix(d, nlri, 1)->id);
	ck_assert(net_prefix_contains(&prefix, &(NetAddr){NET_AF_IPV4, {11, 1, 3, 1}}));
	ck_assert_uint_eq(d->set->attrs.local_pref, 100);
	ck_assert(bgp_decoded_fits(d, 4, FALSE));
	ck_assert(!bgp_decoded_fits(d, 2, FALSE));
	ck_assert(!bgp_decoded_fits(d, 4, TRUE));
	ck_assert_uint_eq(net_prefix_ids_held(ids), 3);
	bgp_decoded_verify(d, &r->update);

	/* Attributes that have not changed are the set, others are another one. */
	BgpAttrs attrs = *bgp_decoded_attrs(d);
	BgpAttrSet *same = bgp_decoded_set(d, r->run, &attrs);
	attrs.local_pref = 7;
	BgpAttrSet *other = bgp_decoded_set(d, r->run, &attrs);
	ck_assert_ptr_eq(same, d->set);
	ck_assert_ptr_ne(other, d->set);
	bgp_attrset_unref(same);
	bgp_attrset_unref(other);

	tcp_message_unref(r->message);
	r->message = NULL;
	ck_assert_uint_eq(net_prefix_ids_held(ids), 0);
	ck_assert_uint_eq(bgp_attr_table_size(&r->run->attrs), 0);
	ck_assert_ptr_null(r->run->decoded);
	reading_free(r);
}
END_TEST

/* The run ends while the message is on its way. */
START_TEST(test_run_ends_first)
{
	Reading *r = reading_new();
	read_message(r, "", ATTRIBUTES, "180b0102");
	bgp_run_unref(r->run);
	r->run = NULL;
	ck_assert(!bgp_decoded_fits(bgp_decoded_of(r->message), 4, FALSE));
	reading_free(r);
}
END_TEST

static const struct {
	const char *withdrawn, *attributes, *nlri;
} others[] = {
	{"100a09", ATTRIBUTES, "180b0102"},
	{"", ATTRIBUTES, "180b0102 180b0103"},
	{"", ATTRIBUTES, "180b0104"},
	{"", "40010101 400200 40050400000064 4003040a000002", "180b0102"},
	{"", "", ""},
};

START_TEST(test_verify)
{
	Reading *r = reading_new(), *other = reading_new();
	read_message(r, "", ATTRIBUTES, "180b0102");
	read_message(other, others[_i].withdrawn, others[_i].attributes, others[_i].nlri);
	bgp_decoded_verify(bgp_decoded_of(r->message), &other->update);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_decoded");
	tcase_add_loop_test(tc, test_others_take_it, 0, G_N_ELEMENTS(sizes));
	tcase_add_loop_test(tc, test_decode_all, 0, G_N_ELEMENTS(sizes));
	tcase_add_test_raise_signal(tc, test_decode_all_finds_what_differs, SIGABRT);
	tcase_add_test(tc, test_another_reader);
	tcase_add_test(tc, test_not_of_one);
	tcase_add_test(tc, test_contents);
	tcase_add_test(tc, test_run_ends_first);
	tcase_add_loop_test_raise_signal(tc, test_verify, SIGABRT, 0, G_N_ELEMENTS(others));
	return test_main("bgp_decoded", tc);
}
