/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/places.h"

struct LoadPlaces {
	GArray *list;        /* of LoadPlace */
	GStringChunk *names; /* of files, each once */
};

LoadPlaces *load_places_new(void)
{
	LoadPlaces *places = g_new0(LoadPlaces, 1);

	places->list = g_array_new(FALSE, FALSE, sizeof(LoadPlace));
	places->names = g_string_chunk_new(256);
	return places;
}

void load_places_free(LoadPlaces *places)
{
	if (!places)
		return;
	g_array_free(places->list, TRUE);
	g_string_chunk_free(places->names);
	g_free(places);
}

static unsigned add(LoadPlaces *places, LoadPlace place)
{
	g_array_append_val(places->list, place);
	return LOAD_PLACE_FIRST + places->list->len - 1;
}

unsigned load_places_use(LoadPlaces *places, unsigned at, unsigned used_at)
{
	LoadPlace place = load_places_find(places, at);

	place.used_at = used_at;
	return add(places, place);
}

unsigned load_places_include(LoadPlaces *places, const char *file, unsigned line, unsigned used_at)
{
	const char *name = g_string_chunk_insert_const(places->names, file);

	return add(places, (LoadPlace){.file = name, .line = line, .used_at = used_at});
}

LoadPlace load_places_find(const LoadPlaces *places, unsigned line)
{
	if (line < LOAD_PLACE_FIRST)
		return (LoadPlace){.line = line};
	g_assert(places && line - LOAD_PLACE_FIRST < places->list->len);
	return g_array_index(places->list, LoadPlace, line - LOAD_PLACE_FIRST);
}
