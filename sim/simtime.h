/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Simulated time: signed 64-bit nanoseconds since the start of the run. No floating point takes
 * part, so that every compiler and machine computes the same instants.
 */
#ifndef SIM_SIMTIME_H
#define SIM_SIMTIME_H

#include <glib.h>
#include <stdint.h>

typedef int64_t SimTime;

#define SIM_NEVER INT64_MAX /* later than every event */
#define SIM_NSEC ((SimTime)1)
#define SIM_USEC (1000 * SIM_NSEC)
#define SIM_MSEC (1000 * SIM_USEC)
#define SIM_SEC (1000 * SIM_MSEC)

/*
 * Reads a duration with its unit: "10ms", "1.5s", "250us", "40ns", "3min", "1h". Blanks are not
 * accepted; a bare "0" is. Sets *error and returns FALSE, leaving *out alone, for anything else
 * (SIM_TIME_ERROR_SYNTAX), for parts of a nanosecond and for more than 292 years
 * (SIM_TIME_ERROR_RANGE). The message quotes the text and says what is wrong with it.
 */
typedef enum { SIM_TIME_ERROR_SYNTAX, SIM_TIME_ERROR_RANGE } SimTimeError;
#define SIM_TIME_ERROR sim_time_error_quark()
GQuark sim_time_error_quark(void);
gboolean sim_time_parse(const char *text, SimTime *out, GError **error);

/* Appends the time in seconds with as many decimals as it needs: "0", "1.5", "40.000001";
 * SIM_NEVER is "never". */
void sim_time_append(GString *out, SimTime t);

#endif
