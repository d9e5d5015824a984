/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams over a network that loses, duplicates and delays segments, both ways at once: each byte is
 * delivered exactly once and in order, and belongs to the message that it was sent in.
 */
#include "tests/models/fwd/tcp_pair.h"
#include "tests/testing.h"

#include <string.h>

/* What happens to segments, in percent. */
typedef struct Profile {
	const char *name;
	unsigned lost, doubled, late;
	SimTime latest;  /* how late */
	uint32_t mtu;    /* of the link; 0: 1500 */
	SimTime burst;   /* for so long all are lost with one that is */
	const char *key; /* of signatures */
} Profile;

static const Profile profiles[] = {
	{.name = "loss", .lost = 20},
	{.name = "duplication", .doubled = 30},
	{.name = "reordering", .late = 40, .latest = 60 * SIM_MSEC},
	{.name = "late duplicates", .doubled = 20, .late = 20, .latest = 3 * SIM_SEC},
	{.name = "bursts", .lost = 3, .burst = 300 * SIM_MSEC},
	{.name = "all", .lost = 10, .doubled = 10, .late = 20, .latest = 100 * SIM_MSEC},
	{.name = "short segments",
	 .lost = 10,
	 .doubled = 10,
	 .late = 10,
	 .latest = SIM_SEC,
	 .mtu = 120},
	{.name = "signed", .lost = 10, .doubled = 10, .late = 10, .latest = SIM_SEC, .key = "key"},
};

enum { SEEDS = 4, MESSAGES = 120, LONGEST = 4000 };

/* One way. A message's cause is its number, from 1, so that the test can find it again. */
typedef struct Stream {
	Host *from, *to;
	GByteArray *sent;
	GArray *starts; /* of size_t: of each message */
	size_t got;
	SimTime burst_end; /* until then all segments are lost */
} Stream;

typedef struct Trial {
	Pair *pair;
	const Profile *profile;
	Stream streams[2];
} Trial;

/* ---- The network ---- */

static SimTime lateness(Trial *trial)
{
	SimTime latest = trial->profile->latest;

	return 1 + (latest ? (SimTime)sim_rng_below(&trial->pair->rng, (uint64_t)latest) : 0);
}

static SimTime molest(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	Trial *trial = host->pair->user;
	const Profile *p = trial->profile;
	Stream *stream = &trial->streams[host == &host->pair->a];
	uint64_t dice = sim_rng_below(&host->pair->rng, 100);

	(void)h, (void)len, (void)n;
	if (host->node->sim->now < stream->burst_end)
		return LOSE;
	if (dice < p->lost) {
		stream->burst_end = host->node->sim->now + p->burst;
		return LOSE;
	}
	host->doubled_after =
		sim_rng_below(&host->pair->rng, 100) < p->doubled ? lateness(trial) : 0;
	return dice < p->lost + p->late ? lateness(trial) : PASS;
}

/* ---- The applications ---- */

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	Stream *stream = user;

	(void)socket;
	ck_assert_ptr_nonnull(message);
	ck_assert_uint_le(stream->got + len, stream->sent->len);
	ck_assert_mem_eq(bytes, stream->sent->data + stream->got, len);
	ck_assert_mem_eq(bytes, message->bytes + offset, len);
	ck_assert_uint_eq(stream->got,
			  g_array_index(stream->starts, size_t, message->cause - 1) + offset);
	ck_assert_uint_eq(stream->to->node->sim->cause, message->cause);
	stream->got += len;
}

static const TcpHandlers handlers = {.received = on_received};

static void on_accept(void *user, TcpSocket *socket)
{
	Stream *stream = user;

	stream->to->socket = socket;
	tcp_accept(socket, &handlers, stream);
}

static void send_message(Trial *trial, Stream *stream)
{
	size_t start = stream->sent->len;
	size_t len = 1 + (size_t)sim_rng_below(&trial->pair->rng, LONGEST);

	for (size_t i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)sim_rng_next(&trial->pair->rng);

		g_byte_array_append(stream->sent, &byte, 1);
	}
	g_array_append_val(stream->starts, start);
	host_send(stream->from, stream->sent->data + start, len, stream->starts->len);
}

static void stream_init(Stream *stream, Host *from, Host *to)
{
	*stream = (Stream){
		.from = from,
		.to = to,
		.sent = g_byte_array_new(),
		.starts = g_array_new(FALSE, FALSE, sizeof(size_t)),
	};
}

/* A connection whose ends have the streams' handlers. */
static void trial_init(Trial *trial, const Profile *profile, uint64_t seed)
{
	Pair *pair = pair_new(seed);
	TcpParams params = {.port = 179, .md5_key = profile->key};

	trial->pair = pair;
	trial->profile = profile;
	pair->user = trial;
	stream_init(&trial->streams[0], &pair->a, &pair->b);
	stream_init(&trial->streams[1], &pair->b, &pair->a);
	if (profile->mtu)
		pair->a.iface->mtu = pair->b.iface->mtu = profile->mtu;
	tcp_listen(pair->b.node, &params, on_accept, &trial->streams[0]);
	params.remote = pair->b.address;
	pair->a.socket = tcp_connect(pair->a.node, &params, &handlers, &trial->streams[1]);
	pair_run(pair, SIM_SEC);
	ck_assert_ptr_nonnull(pair->b.socket);
	pair->a.filter = pair->b.filter = molest;
}

START_TEST(test_stream)
{
	Trial trial = {0};

	trial_init(&trial, &profiles[_i / SEEDS], (uint64_t)(_i % SEEDS) + 1);
	for (unsigned i = 0; i < MESSAGES; i++) {
		send_message(&trial, &trial.streams[0]);
		send_message(&trial, &trial.streams[1]);
		pair_run(trial.pair, (SimTime)sim_rng_below(&trial.pair->rng, 50 * SIM_MSEC));
	}
	pair_run(trial.pair, 3600 * SIM_SEC);
	for (unsigned i = 0; i < 2; i++) {
		Stream *stream = &trial.streams[i];

		ck_assert_msg(stream->got == stream->sent->len, "%s: %zu of %u bytes",
			      trial.profile->name, stream->got, stream->sent->len);
		ck_assert_uint_eq(tcp_unacknowledged(stream->from->socket), 0);
		g_byte_array_free(stream->sent, TRUE);
		g_array_free(stream->starts, TRUE);
	}
	pair_free(trial.pair);
}
END_TEST

/* Somebody who keeps what TCP does not take. */
typedef struct Feeder {
	TcpSocket *socket;
	size_t left;
	unsigned n_drained;
} Feeder;

enum { FEEDER_MESSAGE = 4000 };

static void feed(Feeder *feeder)
{
	while (feeder->left > 0 && tcp_unacknowledged(feeder->socket) < TCP_HIGH_WATER) {
		size_t len = MIN(feeder->left, FEEDER_MESSAGE);
		uint8_t *bytes = g_malloc0(len);

		tcp_send(feeder->socket, tcp_message_new(bytes, len, 1));
		feeder->left -= len;
		g_free(bytes);
	}
}

static void on_feeder_drained(void *user, TcpSocket *socket)
{
	Feeder *feeder = user;

	feeder->n_drained++;
	ck_assert_ptr_eq(socket, feeder->socket);
	ck_assert_uint_le(tcp_unacknowledged(socket), TCP_LOW_WATER);
	feed(feeder);
}

static const TcpHandlers feeder_handlers = {.drained = on_feeder_drained};

/* Told each time that so much has been acknowledged, and not where there never was more. */
START_TEST(test_drained)
{
	const size_t sizes[] = {TCP_LOW_WATER, TCP_HIGH_WATER, 2000000};
	Pair *pair = pair_new(1);
	Feeder feeder = {.left = sizes[_i]};
	TcpParams params = {.remote = pair->b.address, .port = 179};

	host_listen(&pair->b, 179);
	feeder.socket = tcp_connect(pair->a.node, &params, &feeder_handlers, &feeder);
	feed(&feeder);
	pair_run(pair, 60 * SIM_SEC);
	ck_assert_uint_eq(feeder.left, 0);
	ck_assert_uint_eq(pair->b.got->len, sizes[_i]);
	if (_i < 2)
		ck_assert_uint_eq(feeder.n_drained, _i);
	else
		ck_assert_uint_ge(feeder.n_drained, 2000000 / TCP_HIGH_WATER);
	tcp_abort(feeder.socket);
	pair_free(pair);
}
END_TEST

/* A message that goes to several has for each of them a cause of its own. */
START_TEST(test_shared_message)
{
	Pair *pair = pair_connected(1);
	TcpMessage *message = tcp_message_new((const uint8_t *)"abc", 3, 7);

	tcp_send_because(pair->a.socket, tcp_message_ref(message), 41);
	tcp_send_because(pair->b.socket, tcp_message_ref(message), 42);
	tcp_send(pair->b.socket, message);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "41:3 ");
	ck_assert_str_eq(pair->a.causes->str, "42:3 7:3 ");
	pair_free(pair);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-stream");

	tcase_add_loop_test(tc, test_stream, 0, SEEDS * G_N_ELEMENTS(profiles));
	tcase_add_loop_test(tc, test_drained, 0, 3);
	tcase_add_test(tc, test_shared_message);
	return test_main("tcp-stream", tc);
}
