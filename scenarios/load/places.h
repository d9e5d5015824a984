/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an element stands. Most are known by their line in the scenario's own file. Those that came from
 * an included file or a template have the number of a place instead, LOAD_PLACE_FIRST or above, which
 * says file, line, and what it is used at. Both pass as "line" through the loader.
 */
#ifndef LOAD_PLACES_H
#define LOAD_PLACES_H

#include <glib.h>

#define LOAD_PLACE_FIRST (1u << 25) /* more than a file has lines */

typedef struct LoadPlaces LoadPlaces;

typedef struct LoadPlace {
	const char *file; /* borrowed from the places; NULL: the scenario's own */
	unsigned line;
	unsigned used_at; /* line or place of what brought it here */
} LoadPlace;

LoadPlaces *load_places_new(void);
void load_places_free(LoadPlaces *places); /* NULL is fine */
/* The number of the element at the line or place called at, brought to where used_at is. */
unsigned load_places_use(LoadPlaces *places, unsigned at, unsigned used_at);
/* The number of a line of another file, whose name is copied. */
unsigned load_places_include(LoadPlaces *places, const char *file, unsigned line, unsigned used_at);
/* A plain line, used at 0, where it is no place. places NULL: there are none. */
LoadPlace load_places_find(const LoadPlaces *places, unsigned line);

#endif
