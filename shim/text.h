/* Strings, and the lines that Shrike says on stderr. */
#ifndef SHRIKE_TEXT_H
#define SHRIKE_TEXT_H

#include "sys.h"

unsigned long text_length(const char *text);
int text_equals(const char *left, const char *right);
int text_starts_with(const char *text, const char *prefix);

/* Writes `shrike: ` and all parts up to NULL as one line, in one write(2); control bytes become `?`. */
__attribute__((sentinel)) void say(const char *first, ...);

/* Decimal digits of a number; the text lives until four further calls. */
const char *decimal(s64 number);

/* The kernel's name of an error (positive or negative), such as ENOENT. */
const char *error_name(long error);

/* A number at the start of the text; *end is moved behind it. -1 if there is none or it exceeds 2^31-1. */
s64 parse_number(const char **end);

#endif
