/* SPDX-License-Identifier: Apache-2.0 */
/* The protocols that N can speak, a row each in the table of talk_main.c. */
#ifndef TALK_SPEAKERS_H
#define TALK_SPEAKERS_H

#include "tests/talk/talk.h"

extern const TalkSpeaker talk_ospf, talk_rip, talk_ldp, talk_bgp, talk_tcp;

#endif
