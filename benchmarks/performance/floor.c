/* The floor: one pass of plain C from the bytes of a message to columns of its values, without a check of anything.
   No reader can be much faster; what edielkit costs is given as a multiple of it. */

#include <stdint.h>
#include <string.h>

#define THOUSANDTHS 3

static const char *number(const char *at, const char *end, int64_t *amount)
{
    int64_t digits = 0;
    int places = -1, minus = at < end && *at == '-';
    for (at += minus; at < end; at++) {
        unsigned digit = (unsigned)(*at - '0');
        if (digit <= 9) {
            digits = digits * 10 + digit;
            places += places >= 0;
        } else if (*at == '.' && places < 0) {
            places = 0;
        } else {
            break;
        }
    }
    for (places = places < 0 ? 0 : places; places < THOUSANDTHS; places++)
        digits *= 10;
    *amount = minus ? -digits : digits;
    return at;
}

/* A tag that begins behind '<': where its name without prefix begins, and how long that is. */
static const char *tag_name(const char *at, const char *end, size_t *size)
{
    const char *name = at;
    for (; at < end && *at != '>' && *at != ' ' && *at != '/' && *at != '\n' && *at != '\r' && *at != '\t'; at++)
        if (*at == ':')
            name = at + 1;
    *size = (size_t)(at - name);
    return name;
}

static int is(const char *name, size_t size, const char *text)
{
    return size == strlen(text) && memcmp(name, text, size) == 0;
}

/* The values of a message of series in XML; returns how many, -1 when there is no room. */
int64_t xml_values(const char *at, int64_t length, int32_t *series, int32_t *place, int64_t *amount, char *kind, int64_t room)
{
    const char *end = at + length;
    int64_t count = 0;
    int32_t payload = -1, sequence = 0;
    size_t size;
    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (++at == end || *at == '/' || *at == '?' || *at == '!')
            continue;
        const char *name = tag_name(at, end, &size);
        at = name + size;
        if (is(name, size, "PayloadEnergyTimeSeries")) {
            payload++;
        } else if (is(name, size, "Observation")) {
            const char *digits = memchr(at, '"', (size_t)(end - at));
            if (digits == NULL)
                return count;
            for (sequence = 0, digits++; digits < end && *digits != '"'; digits++)
                sequence = sequence * 10 + (*digits - '0');
            const char *child = memchr(digits, '<', (size_t)(end - digits));
            if (child == NULL)
                return count;
            child = tag_name(child + 1, end, &size);
            const char *text = memchr(child, '>', (size_t)(end - child));
            if (text == NULL)
                return count;
            if (count == room)
                return -1;
            series[count] = payload;
            place[count] = sequence;
            kind[count] = *child;
            at = number(text + 1, end, &amount[count]);
            count++;
        }
    }
    return count;
}

static int32_t two(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* Minutes since 1970 of CCYYMMDDHHMM. */
static int32_t minutes(const char *at)
{
    static const int16_t before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int32_t year = two(at) * 100 + two(at + 2), month = two(at + 4);
    int32_t past = year - 1, leaps = past / 4 - past / 100 + past / 400 - 477;
    int32_t days = (year - 1970) * 365 + leaps + before[(month + 11) % 12] + two(at + 6) - 1;
    days += month > 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return (days * 24 + two(at + 8)) * 60 + two(at + 10);
}

/* Where a segment ends: at a terminator that no release character takes away. */
static const char *segment_end(const char *start, const char *end)
{
    const char *stop = start;
    while ((stop = memchr(stop, '\'', (size_t)(end - stop))) != NULL) {
        const char *mark = stop;
        while (mark > start && mark[-1] == '?')
            mark--;
        if ((stop - mark) % 2 == 0)
            return stop;
        stop++;
    }
    return end;
}

/* The values of an interchange of MSCONS; returns how many, -1 when there is no room. */
int64_t edifact_values(const char *at, int64_t length, int32_t *series, int32_t *begin, int32_t *until, int64_t *amount, int64_t room)
{
    const char *end = at + length;
    int64_t count = 0;
    int32_t point = -1;
    if (length > 9 && memcmp(at, "UNA", 3) == 0)
        at += 9;
    while (at < end) {
        if (*at == '\r' || *at == '\n') {
            at++;
            continue;
        }
        const char *stop = segment_end(at, end);
        int64_t size = stop - at;
        if (size > 8 && memcmp(at, "QTY+", 4) == 0) {
            const char *colon = memchr(at, ':', (size_t)size);
            if (count == room)
                return -1;
            if (colon != NULL) {
                series[count] = point;
                begin[count] = until[count] = 0;
                number(colon + 1, stop, &amount[count]);
                count++;
            }
        } else if (size >= 20 && count && memcmp(at, "DTM+163:", 8) == 0) {
            begin[count - 1] = minutes(at + 8);
        } else if (size >= 20 && count && memcmp(at, "DTM+164:", 8) == 0) {
            until[count - 1] = minutes(at + 8);
        } else if (size >= 32 && count && memcmp(at, "DTM+324:", 8) == 0) {
            begin[count - 1] = minutes(at + 8);
            until[count - 1] = minutes(at + 20);
        } else if (size > 4 && memcmp(at, "LOC+", 4) == 0) {
            point++;
        }
        at = stop + 1;
    }
    return count;
}
