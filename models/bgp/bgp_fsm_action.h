/* SPDX-License-Identifier: Apache-2.0 */
/* What the rows of the state machine do and decide (RFC 4271 8.2.2). The owner is a BgpSession; arg is
 * that of the event (bgp_fsm.h). */
#ifndef BGP_BGP_FSM_ACTION_H
#define BGP_BGP_FSM_ACTION_H

/* Decisions. */
int bgp_connect_or_wait(void *owner, const void *arg); /* Connect, or Active to wait for the peer */
int bgp_open_or_delay(void *owner, const void *arg);   /* OpenSent, or as it is with DelayOpen */
int bgp_active_or_idle(void *owner, const void *arg);  /* the second connection waits for nobody */

/* On the way to a connection. */
void bgp_do_start(void *owner, const void *arg);
void bgp_do_listen(void *owner, const void *arg);
void bgp_do_damp(void *owner, const void *arg);
void bgp_do_connect_again(void *owner, const void *arg);
void bgp_do_await_peer(void *owner, const void *arg);
void bgp_do_adopt(void *owner, const void *arg);
/* On the way to a session. */
void bgp_do_greet(void *owner, const void *arg);
void bgp_do_send_open(void *owner, const void *arg);
void bgp_do_answer_open(void *owner, const void *arg);
void bgp_do_open_and_answer(void *owner, const void *arg);
void bgp_do_establish(void *owner, const void *arg);
/* While it lasts. */
void bgp_do_send_keepalive(void *owner, const void *arg);
void bgp_do_stay_alive(void *owner, const void *arg);
void bgp_do_take_update(void *owner, const void *arg);
void bgp_do_refresh(void *owner, const void *arg);
/* Its end, in whatever state. */
void bgp_do_stop(void *owner, const void *arg);
void bgp_do_stop_unopened(void *owner, const void *arg);
void bgp_do_shut_down(void *owner, const void *arg);
void bgp_do_refuse_unopened(void *owner, const void *arg);
void bgp_do_answer_error(void *owner, const void *arg);
void bgp_do_expire(void *owner, const void *arg);
void bgp_do_lose(void *owner, const void *arg);
void bgp_do_dump(void *owner, const void *arg);
void bgp_do_give_up(void *owner, const void *arg);
void bgp_do_hear_notification(void *owner, const void *arg);
void bgp_do_unexpected(void *owner, const void *arg);
void bgp_do_unexpected_open_sent(void *owner, const void *arg);
void bgp_do_unexpected_open_confirm(void *owner, const void *arg);
void bgp_do_unexpected_established(void *owner, const void *arg);

#endif
