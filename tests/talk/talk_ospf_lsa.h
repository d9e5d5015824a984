/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LSAs as text: the type, the header, then the body of the five types of RFC 2328 or bytes:
 *
 *     {router id=10.0.0.9 adv=10.0.0.9 seq=0x80000001 age=0 link={stub id=10.0.0.9 data=255.255.255.255}}
 */
#ifndef TALK_OSPF_LSA_H
#define TALK_OSPF_LSA_H

#include "models/wire/ospf2_lsa.h"
#include "tests/talk/talk_text.h"

/*
 * The LSA's bytes (g_free()) and header from a value in braces. Length and checksum are computed where
 * they are not said; what is said of them stands in the header alone. NULL where it is no LSA.
 */
uint8_t *talk_lsa_parse(const char *value, Ospf2LsaHeader *header);
gboolean talk_lsa_parse_key(const char *value, Ospf2LsaKey *key);
void talk_lsa_show_header(const Ospf2LsaHeader *header, const char *key, TalkMessage *out);
void talk_lsa_show_key(const Ospf2LsaKey *lsa, const char *key, TalkMessage *out);
/* With its body where it can be decoded. */
void talk_lsa_show(const Ospf2LsaHeader *header, const uint8_t *bytes, const char *key,
		   TalkMessage *out);

#endif
