/* SPDX-License-Identifier: Apache-2.0 */
/* From a message to an event: which it is, by its type, its faults and the state; and whose reading of an UPDATE
 * counts. */
#include "models/bgp/bgp_decoded.h"
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_receive.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/testing.h"

#include <signal.h>
#include <string.h>

static Script *s;
static BgpSession *session;

static void begin(BgpState state)
{
	uint8_t body[BGP_MESSAGE_MAX];

	s = script_new("ipv4 vpnv4");
	session = lab_peer(s->lab, 1, 2)->session;
	if (state == BGP_STATE_ESTABLISHED)
		script_establish(s);
	if (state == BGP_STATE_OPEN_CONFIRM) {
		script_expect(s, BGP_MESSAGE_OPEN, body);
		script_send_message(s, BGP_MESSAGE_OPEN, GOOD_OPEN);
	}
	ck_assert_int_eq(lab_state(s->lab, 1, 2), state);
	g_string_truncate(s->lab->log, 0);
}

static const struct {
	BgpState state;
	BgpMessageType type;
	const char *body;
	const char *event; /* what the state machine is told */
	BgpState next;
} cases[] = {
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_OPEN, GOOD_OPEN, "BGPOpen", BGP_STATE_OPEN_CONFIRM},
	/* Malformed: its optional parameters are longer than it. */
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_OPEN, OPEN_HEAD "10" CAP_VPNV4, "BGPOpenMsgErr",
	 BGP_STATE_IDLE},
	/* Well formed, of another AS. */
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_OPEN, "04fde800b40a00000200", "BGPOpenMsgErr",
	 BGP_STATE_IDLE},
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_KEEPALIVE, "", "KeepAliveMsg", BGP_STATE_IDLE},
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_UPDATE, "0000 0000", "UpdateMsg", BGP_STATE_IDLE},
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_NOTIFICATION, "0201", "NotifMsgVerErr", BGP_STATE_IDLE},
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_NOTIFICATION, "0202", "NotifMsg", BGP_STATE_IDLE},
	{BGP_STATE_OPEN_SENT, BGP_MESSAGE_NOTIFICATION, "0601", "NotifMsg", BGP_STATE_IDLE},
	{BGP_STATE_OPEN_CONFIRM, BGP_MESSAGE_KEEPALIVE, "", "KeepAliveMsg", BGP_STATE_ESTABLISHED},
	/* Not looked at, be it as malformed as it may. */
	{BGP_STATE_OPEN_CONFIRM, BGP_MESSAGE_UPDATE, "ffff ffff", "UpdateMsg", BGP_STATE_IDLE},
	{BGP_STATE_ESTABLISHED, BGP_MESSAGE_OPEN, GOOD_OPEN, "BGPOpen", BGP_STATE_IDLE},
	{BGP_STATE_ESTABLISHED, BGP_MESSAGE_UPDATE, "ffff ffff", "UpdateMsgErr", BGP_STATE_IDLE},
	{BGP_STATE_ESTABLISHED, BGP_MESSAGE_NOTIFICATION, "0604", "NotifMsg", BGP_STATE_IDLE},
	/* RFC 7313 5: of another length than it has. */
	{BGP_STATE_ESTABLISHED, BGP_MESSAGE_ROUTE_REFRESH, "00010180 00", "RouteRefreshMsgErr",
	 BGP_STATE_IDLE},
};

START_TEST(events)
{
	g_autofree char *text = NULL;

	begin(cases[_i].state);
	script_send_message(s, cases[_i].type, cases[_i].body);
	text = g_strdup_printf("-> %s (%s)", bgp_fsm_type.states[cases[_i].next], cases[_i].event);
	ck_assert_msg(strstr(s->lab->log->str, text) != NULL, "%s not in\n%s", text,
		      s->lab->log->str);
	script_free(s);
}
END_TEST

/* Events that change nothing: the state machine has no row of its own for them. */
START_TEST(well_received)
{
	begin(BGP_STATE_ESTABLISHED);
	script_send_update(s, "", GOOD_ROUTE, "");
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	script_send_message(s, BGP_MESSAGE_ROUTE_REFRESH, "00010080");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
	ck_assert_uint_eq(lab_count(s->lab, "R1 vpn add"), 1);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent update"), 1); /* End-of-RIB again */
	script_free(s);
}
END_TEST

/* ---- A message that goes to several ---- */

static TcpMessage *carrier_of(const char *attributes)
{
	size_t len;
	uint8_t *m = bgp_test_update("", attributes, "", &len);
	TcpMessage *message = tcp_message_new(m, len, 0);

	g_free(m);
	message->decoded = &bgp_decoded_new()->head;
	return message;
}

static void receive(const TcpMessage *carrier)
{
	bgp_receive(session, carrier->bytes, carrier->len, carrier);
	script_advance(s, SIM_SEC);
}

/* The label that R1 has for 10.9.0.0/24; 0: no route. */
static uint32_t label(void)
{
	const BgpNet *net = bgp_table_from(&lab_bgp(s->lab, 1)->tables[BGP_FAMILY_VPNV4], 0);

	return net ? net->paths->label >> 4 : 0;
}

static void change_label(BgpDecoded *decoded)
{
	g_array_index(decoded->prefixes, BgpDecodedPrefix, 0).label = bgp_label_entry(99);
}

/* The first reader leaves what it has read, and the next takes that. */
START_TEST(read_once)
{
	TcpMessage *carrier = carrier_of(GOOD_ROUTE);
	BgpDecoded *decoded = bgp_decoded_of(carrier);

	begin(BGP_STATE_ESTABLISHED);
	receive(carrier);
	ck_assert_ptr_nonnull(decoded->run);
	ck_assert_uint_eq(decoded->as_size, 4);
	ck_assert(!decoded->external);
	ck_assert_uint_eq(label(), 29);
	change_label(decoded);
	receive(carrier);
	ck_assert_uint_eq(label(), 99);
	tcp_message_unref(carrier);
	script_free(s);
}
END_TEST

/* Who would read it in another way reads the bytes. */
START_TEST(read_by_itself)
{
	TcpMessage *carrier = carrier_of(GOOD_ROUTE);
	BgpDecoded *decoded = bgp_decoded_of(carrier);

	begin(BGP_STATE_ESTABLISHED);
	receive(carrier);
	change_label(decoded);
	decoded->external = TRUE;
	receive(carrier);
	ck_assert_uint_eq(label(), 29);
	/* With nothing but the bytes, too. */
	decoded->external = FALSE;
	bgp_receive(session, carrier->bytes, carrier->len, NULL);
	script_advance(s, SIM_SEC);
	ck_assert_uint_eq(label(), 29);
	tcp_message_unref(carrier);
	script_free(s);
}
END_TEST

/* Faults are each reader's own: nothing is left for others. ORIGIN is missing. */
START_TEST(faults_are_not_shared)
{
	TcpMessage *carrier = carrier_of(REACH("0a000002", NLRI_29) "400200 40050400000064");

	begin(BGP_STATE_ESTABLISHED);
	for (unsigned i = 1; i <= 2; i++) {
		receive(carrier);
		ck_assert_ptr_null(bgp_decoded_of(carrier)->run);
		ck_assert_uint_eq(lab_count(s->lab, "treat-as-withdraw"), i);
	}
	ck_assert_uint_eq(label(), 0);
	tcp_message_unref(carrier);
	script_free(s);
}
END_TEST

/* With --decode-all the bytes are read all the same, and must say the same. */
START_TEST(verified)
{
	TcpMessage *carrier = carrier_of(GOOD_ROUTE);

	begin(BGP_STATE_ESTABLISHED);
	s->lab->net->decode_all = TRUE;
	receive(carrier);
	receive(carrier);
	ck_assert_uint_eq(label(), 29);
	tcp_message_unref(carrier);
	script_free(s);
}
END_TEST

START_TEST(verified_and_wrong)
{
	TcpMessage *carrier = carrier_of(GOOD_ROUTE);

	begin(BGP_STATE_ESTABLISHED);
	s->lab->net->decode_all = TRUE;
	receive(carrier);
	change_label(bgp_decoded_of(carrier));
	receive(carrier);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_receive");

	tcase_add_loop_test(tc, events, 0, G_N_ELEMENTS(cases));
	tcase_add_test(tc, well_received);
	tcase_add_test(tc, read_once);
	tcase_add_test(tc, read_by_itself);
	tcase_add_test(tc, faults_are_not_shared);
	tcase_add_test(tc, verified);
	tcase_add_test_raise_signal(tc, verified_and_wrong, SIGABRT);
	return test_main("bgp_receive", tc);
}
