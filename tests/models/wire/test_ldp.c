/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ldp.h"
#include "tests/models/wire/ldp_reencode.h"
#include "tests/testing.h"

#include <string.h>

/* PDUs as real routers send them, and such as they do not but might. */
static const char *const vectors[] = {
	/* hello: hold 15, GTSM, transport 10.0.1.2, configuration sequence 8 */
	"000100260a00010200000100001c0000000204000004000f2000040100040a0001020402000400000008",
	/* initialization with three capabilities unknown here (U set), keepalive */
	"0001002f0a000101000002000025000000050500000e000100b4000000000a00010200008506000180850b0001"
	"8086030001800001000e0a00010100000201000400000006",
	/* keepalive and address message in one PDU */
	"000100280a0001020000020100040000000e030000160000000f0101000e00010a6401020a6402010a000102",
	/* two mappings */
	"0001003e0a0001020000040000180000001001000008020001200a000101020000040000001004000018000000"
	"1101000008020001200a0001020200000400000003",
	/* shutdown */
	"0001001c0a0001010000000100120000003d0300000a8000000a000000000000",
	/* address withdraw */
	"000100180a00010200000301000e000000420101000600010a640102",
	/* withdraw of the wildcard */
	"000100130a00010200000402000900000042010000"
	"0101",
	/* request with hop count, path vector, IPv6 prefix 2001:db8::/33 */
	"0001002c0a00010200000401002200000007010000090200022120010db800010300010201040008"
	"0a0001010a000103",
	/* abort of it with the host element 10.0.0.9, and a release of a pseudowire FEC */
	"000100220a000102000004040018000000080100000803000104"
	"0a000009"
	"0600000400000007",
	"000100190a00010200000403000f00000009010000078000050001000a",
};

static uint8_t *from_hex(const char *hex, size_t *len)
{
	*len = strlen(hex) / 2;
	uint8_t *out = g_malloc(*len);
	for (size_t i = 0; i < *len; i++)
		out[i] = g_ascii_xdigit_value(hex[2 * i]) << 4 |
			 g_ascii_xdigit_value(hex[2 * i + 1]);
	return out;
}

/* Decodes all PDUs in the bytes, writes them again and compares. */
static void check_roundtrip(const uint8_t *bytes, size_t len)
{
	WireWriter w;
	WireError error = {0};
	LdpPdu pdu;

	while (len) {
		ck_assert_int_eq(ldp_pdu_decode(bytes, len, LDP_MAX_PDU_DEFAULT, &pdu, &error),
				 LDP_FRAME_PDU);
		size_t size = pdu.length + LDP_PDU_LENGTH_OFFSET;
		wire_writer_init(&w, SIZE_MAX);
		ck_assert_msg(reencode_pdu(&w, &pdu, &error), "%s", error.text);
		ck_assert_uint_eq(w.len, size);
		ck_assert_mem_eq(w.buf, bytes, size);
		wire_writer_clear(&w);
		bytes += size;
		len -= size;
	}
}

START_TEST(test_roundtrip)
{
	size_t len;
	uint8_t *bytes = from_hex(vectors[_i], &len);
	check_roundtrip(bytes, len);
	g_free(bytes);
}
END_TEST

/* Decodes what may be nonsense, down to the last list element; returns the first error's status, 0
 * where there is none, and UINT32_MAX where the PDU is incomplete. */
static uint32_t decode_all(const uint8_t *bytes, size_t len)
{
	/* An exact copy on the heap, so that the sanitizer sees a read beyond it. */
	uint8_t *copy = g_memdup2(bytes, len);
	WireWriter w;
	WireError error = {0};
	LdpPdu pdu;
	uint32_t status = 0;

	wire_writer_init(&w, SIZE_MAX);
	switch (ldp_pdu_decode(copy, len, LDP_MAX_PDU_DEFAULT, &pdu, &error)) {
	case LDP_FRAME_MORE:
		status = UINT32_MAX;
		break;
	case LDP_FRAME_BAD:
		status = error.status;
		break;
	case LDP_FRAME_PDU:
		if (!reencode_pdu(&w, &pdu, &error))
			status = error.status;
		break;
	}
	if (status && status != UINT32_MAX)
		ck_assert_ptr_nonnull(error.text);
	wire_writer_clear(&w);
	g_free(copy);
	return status;
}

START_TEST(test_every_truncation)
{
	size_t len;
	uint8_t *bytes = from_hex(vectors[_i], &len);

	/* As a stream: the rest is awaited. */
	for (size_t n = 1; n < len && n < (size_t)(bytes[2] << 8 | bytes[3]) + 4; n++)
		ck_assert_uint_eq(decode_all(bytes, n), UINT32_MAX);
	/* As a PDU that says that it is shorter. */
	size_t first = (bytes[2] << 8 | bytes[3]) + 4;
	for (size_t n = first - 1; n > LDP_PDU_HEADER; n--) {
		bytes[2] = (n - 4) >> 8;
		bytes[3] = n - 4;
		uint32_t status = decode_all(bytes, n);
		if (n < LDP_PDU_HEADER + LDP_MESSAGE_HEADER)
			ck_assert_uint_eq(status, LDP_STATUS_BAD_PDU_LENGTH);
		else
			ck_assert(status == LDP_STATUS_BAD_MESSAGE_LENGTH || status == 0);
	}
	g_free(bytes);
}
END_TEST

START_TEST(test_every_byte_changed)
{
	static const uint8_t values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
	size_t len;
	uint8_t *bytes = from_hex(vectors[_i], &len);

	for (size_t at = 0; at < len; at++) {
		uint8_t former = bytes[at];
		for (unsigned v = 0; v < G_N_ELEMENTS(values); v++) {
			bytes[at] = values[v];
			uint32_t status = decode_all(bytes, len);
			ck_assert(status == UINT32_MAX || status <= LDP_STATUS_INTERNAL);
		}
		bytes[at] = former;
	}
	g_free(bytes);
}
END_TEST

/* What RFC 5036 3.5.1.2 calls it. */
static const struct {
	const char *pdu;
	uint32_t status;
} bad[] = {
	{"000200180a00010200000301000e000000420101000600010a640102", LDP_STATUS_BAD_VERSION},
	{"0001000d0a00010200000301000e000000", LDP_STATUS_BAD_PDU_LENGTH},
	{"000110010a00010200000301000e000000", LDP_STATUS_BAD_PDU_LENGTH},
	/* message longer than its PDU, message too short for its id */
	{"0001000e0a0001020000020100050000000e", LDP_STATUS_BAD_MESSAGE_LENGTH},
	{"0001000e0a0001020000020100030000000e", LDP_STATUS_BAD_MESSAGE_LENGTH},
	/* an unknown type with its U bit clear, and with it set */
	{"0001000e0a0001020000020200040000000e", LDP_STATUS_UNKNOWN_MESSAGE},
	{"0001000e0a0001020000820200040000000e", 0},
	/* an unknown TLV likewise, in a keepalive */
	{"000100120a0001020000020100080000000e3eee0000", LDP_STATUS_UNKNOWN_TLV},
	{"000100120a0001020000020100080000000ebeee0000", 0},
	/* no address list in an address message; no label in a mapping */
	{"0001000e0a0001020000030000040000000e", LDP_STATUS_MISSING_PARAMETERS},
	{"0001001a0a00010200000400001000000010"
	 "01000008020001200a000101",
	 LDP_STATUS_MISSING_PARAMETERS},
	/* TLV beyond its message; hello parameters of five bytes */
	{"000100160a00010200000300000c0000000f"
	 "0101000500010a64",
	 LDP_STATUS_BAD_TLV_LENGTH},
	{"000100170a00010200000100000d00000001"
	 "04000005000f200000",
	 LDP_STATUS_BAD_TLV_LENGTH},
	/* half an address, a prefix of 33 bits, a wildcard with company, a label of 21 bits */
	{"000100160a00010200000300000c0000000f"
	 "0101000400010a64",
	 LDP_STATUS_MALFORMED_TLV},
	{"0001001b0a00010200000402001100000010"
	 "01000009020001210a00010180",
	 LDP_STATUS_MALFORMED_TLV},
	{"000100180a00010200000402000e00000010"
	 "0100000601020001080a",
	 LDP_STATUS_MALFORMED_TLV},
	{"000100160a00010200000402000c00000010"
	 "0200000400100000",
	 LDP_STATUS_MALFORMED_TLV},
};

START_TEST(test_bad)
{
	size_t len;
	uint8_t *bytes = from_hex(bad[_i].pdu, &len);
	ck_assert_uint_eq(decode_all(bytes, len), bad[_i].status);
	g_free(bytes);
}
END_TEST

START_TEST(test_values)
{
	size_t len;
	uint8_t *bytes = from_hex(vectors[1], &len);
	WireReader r;
	WireError error;
	LdpPdu pdu;
	LdpMessage msg;
	LdpTlv tlv;

	ck_assert_int_eq(ldp_pdu_decode(bytes, len, 4096, &pdu, &error), LDP_FRAME_PDU);
	ck_assert_uint_eq(pdu.id.lsr_id, 0x0a000101);
	wire_reader_init(&r, pdu.messages, pdu.messages_len);
	ck_assert(ldp_message_decode(&r, &msg, &error));
	ck_assert_uint_eq(msg.type, LDP_MSG_INITIALIZATION);
	ck_assert_uint_eq(msg.id, 5);
	ck_assert_uint_eq(msg.size, 41);
	ck_assert_str_eq(ldp_message_name(msg.type), "initialization");
	ck_assert(ldp_message_find(&msg, LDP_TLV_COMMON_SESSION, &tlv));
	ck_assert_uint_eq(tlv.session.keepalive_s, 180);
	ck_assert_uint_eq(tlv.session.receiver.lsr_id, 0x0a000102);
	ck_assert(ldp_message_find(&msg, 0x050b, &tlv));
	ck_assert(tlv.u && !tlv.f);
	ck_assert_uint_eq(tlv.value[0], 0x80);
	ck_assert(!ldp_message_find(&msg, LDP_TLV_STATUS, &tlv));
	g_free(bytes);
}
END_TEST

/* PWid 100 of group 7 with an MTU parameter, one for the whole group, a generalized one, a typed wildcard
 * for IPv4 prefixes, and one of a type that nobody knows, in one TLV. */
START_TEST(test_fec_elements)
{
	static const uint8_t bytes[] = {
		0x80, 0x80, 0x05, 8, 0,    0,    0, 7, 0, 0,
		0,    100,  1,    4, 0x05, 0xdc,             /* C bit, Ethernet */
		0x80, 0x00, 0x04, 0, 0,    0,    0, 9,       /* no PW ID */
		0x81, 0x00, 0x05, 6, 1,    0,    2, 0, 2, 0, /* AGI, SAII, TAII */
		0x05, 2,    2,    0, 1,                      /* prefixes of IPv4 */
		0x78, 1,    2,
	};
	LdpFecElement el;
	WireReader r;
	WireWriter w;

	wire_reader_init(&r, bytes, sizeof(bytes));
	wire_writer_init(&w, SIZE_MAX);
	ck_assert(ldp_fec_next(&r, &el));
	ck_assert_uint_eq(el.type, LDP_FEC_PW);
	ck_assert(el.pw.control_word);
	ck_assert_uint_eq(el.pw.type, 5);
	ck_assert_uint_eq(el.pw.group, 7);
	ck_assert_uint_eq(el.pw.id, 100);
	ck_assert_uint_eq(el.info_len, 8);
	ldp_fec_encode(&w, &el);
	ck_assert(ldp_fec_next(&r, &el));
	ck_assert(!el.pw.control_word);
	ck_assert_uint_eq(el.pw.type, 4);
	ck_assert_uint_eq(el.pw.group, 9);
	ck_assert_uint_eq(el.pw.id, 0);
	ldp_fec_encode(&w, &el);
	ck_assert(ldp_fec_next(&r, &el));
	ck_assert_uint_eq(el.type, LDP_FEC_GENERALIZED_PW);
	ck_assert_uint_eq(el.pw.type, 5);
	ck_assert_uint_eq(el.info_len, 6);
	ck_assert_uint_eq(el.info[4], 2);
	ldp_fec_encode(&w, &el);
	ck_assert(ldp_fec_next(&r, &el));
	ck_assert_uint_eq(el.type, LDP_FEC_TYPED_WILDCARD);
	ck_assert_uint_eq(el.wildcard_of, LDP_FEC_PREFIX);
	ck_assert_uint_eq(el.info_len, 2);
	ldp_fec_encode(&w, &el);
	ck_assert(ldp_fec_next(&r, &el));
	ck_assert_uint_eq(el.type, 0x78);
	ck_assert_uint_eq(el.raw_len, 2);
	ldp_fec_encode(&w, &el);
	ck_assert(!ldp_fec_next(&r, &el));
	ck_assert_uint_eq(w.len, sizeof(bytes));
	ck_assert_mem_eq(w.buf, bytes, sizeof(bytes));
	wire_writer_clear(&w);
	/* A pseudowire that says more than there is. */
	wire_reader_init(&r, bytes, 10);
	ck_assert(ldp_fec_next(&r, &el));
	ck_assert_uint_eq(el.raw_len, 9);
	ck_assert_uint_eq(el.pw.type, 0);
}
END_TEST

START_TEST(test_status)
{
	ck_assert_str_eq(ldp_status_name(LDP_STATUS_SHUTDOWN), "Shutdown");
	ck_assert(ldp_status_is_fatal(LDP_STATUS_BAD_TLV_LENGTH));
	ck_assert(!ldp_status_is_fatal(LDP_STATUS_UNKNOWN_TLV));
	ck_assert(ldp_status_is_fatal(0x1234));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp");
	tcase_add_loop_test(tc, test_roundtrip, 0, G_N_ELEMENTS(vectors));
	tcase_add_loop_test(tc, test_every_truncation, 0, G_N_ELEMENTS(vectors));
	tcase_add_loop_test(tc, test_every_byte_changed, 0, G_N_ELEMENTS(vectors));
	tcase_add_loop_test(tc, test_bad, 0, G_N_ELEMENTS(bad));
	tcase_add_test(tc, test_values);
	tcase_add_test(tc, test_fec_elements);
	tcase_add_test(tc, test_status);
	return test_main("ldp", tc);
}
