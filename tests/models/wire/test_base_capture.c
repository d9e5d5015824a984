/* SPDX-License-Identifier: Apache-2.0 */
/* Frames of real routers that are cut short, or have a bit wrong, are errors. That whole ones come out
 * as they went in is for test_captures.c. */
#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "tests/models/wire/offload.h"
#include "tests/models/wire/reencode_frame.h"
#include "tests/support/capture.h"
#include "tests/testing.h"

/* With everything that there are codecs for. */
static const char *const names[] = {
	"intra/c1r--pe1.pcapng", "intra/pe1--p1.pcapng", "intra-bcast/p1--pe2.pcapng",
	"optA/as1--as2.pcapng",  "optC/pe1--p1.pcapng",
};

static gboolean is_known(const CaptureFrame *f)
{
	EthernetHeader h;

	return ethernet_decode(f->bytes, f->len, &h, NULL) &&
	       (h.type == ETHERNET_TYPE_ARP || h.type == ETHERNET_TYPE_IPV4 ||
		h.type == ETHERNET_TYPE_MPLS);
}

/* The copies have the exact length on the heap, where the sanitizer sees every byte too many. */
START_TEST(every_truncation)
{
	FrameSeen seen = {0};

	for (unsigned n = 0; n < G_N_ELEMENTS(names); n++) {
		Capture *c = capture_load(names[n]);

		for (unsigned i = 0; i < capture_size(c); i++) {
			const CaptureFrame *f = capture_frame(c, i);

			for (size_t len = 0; len < f->len && is_known(f); len++) {
				uint8_t *cut = g_memdup2(f->bytes, len);
				WireError error = {0};

				ck_assert_ptr_null(reencode_frame(cut, len, seen, &error));
				ck_assert_ptr_nonnull(error.text);
				ck_assert_uint_le(error.offset, len);
				g_free(cut);
			}
		}
		capture_free(c);
	}
}
END_TEST

/* One bit wrong anywhere in an IPv4 packet of a known transport is noticed by some checksum, unless
 * it is in the lower layers. What does decode must encode. */
START_TEST(every_bit)
{
	Capture *c = capture_load("intra/pe1--p1.pcapng");
	FrameSeen seen = {0};

	for (unsigned i = 0; i < capture_size(c); i++) {
		const CaptureFrame *f = capture_frame(c, i);
		uint8_t *bytes = g_memdup2(f->bytes, f->len);

		offload_complete(bytes, f->len);
		for (size_t bit = 0; bit < 8 * f->len; bit++) {
			WireError error;
			Packet *p;

			bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
			p = reencode_frame(bytes, f->len, seen, &error);
			if (wire_get_u16(f->bytes + 12) == ETHERNET_TYPE_IPV4 &&
			    f->bytes[23] != IP_PROTOCOL_OSPF && bit >= 8 * ETHERNET_HEADER_LEN)
				ck_assert_ptr_null(p);
			packet_unref(p);
			bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		g_free(bytes);
	}
	capture_free(c);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("base_capture");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, every_truncation);
	tcase_add_test(tc, every_bit);
	return test_main("base_capture", tc);
}
