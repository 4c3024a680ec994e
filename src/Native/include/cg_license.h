/*
 * CG License for C and C++: activation, offline checks and floating seats.
 *
 * Threads: every function may be called from every thread, also at the same time on one client.
 * Text:    UTF-8, ended by NUL, in both directions. What you pass is copied; what you ask for is written into your own buffer.
 * Time:    Unix time in seconds, UTC.
 * Errors:  functions answer with a code below and never end the process; cg_license_last_error() has the text.
 */
#ifndef CG_LICENSE_H
#define CG_LICENSE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32) && !defined(CG_LICENSE_STATIC)
#define CG_LICENSE_API __declspec(dllimport)
#else
#define CG_LICENSE_API
#endif

/* Grows when something is added. Nothing is ever taken away, and no number changes its meaning. */
#define CG_LICENSE_API_VERSION 1

/* What a call came to. The numbers are for ever; the names are those of the license server's error codes. */
typedef enum cg_license_result {
    CG_LICENSE_OK = 0,                /* done; after a check: the tool may run */
    CG_LICENSE_DEGRADED = 1,          /* after a check: the tool may run; show the artist the text */

    CG_LICENSE_NETWORK = 10,          /* no connection, a time-out, or nothing that could be believed without one */
    CG_LICENSE_NOT_ACTIVATED = 11,    /* no license is stored here, or the machine has no slot any more: activate */
    CG_LICENSE_NOT_FOUND = 12,        /* the server does not know the key */
    CG_LICENSE_REVOKED = 13,          /* the creator took the license back */
    CG_LICENSE_EXPIRED = 14,          /* the license ended */
    CG_LICENSE_SUSPENDED = 15,        /* the license is on hold */
    CG_LICENSE_MACHINE_LIMIT = 16,    /* every machine slot or floating seat is taken */
    CG_LICENSE_SESSION_LOST = 17,     /* the floating seat lapsed and all others are in use */
    CG_LICENSE_INVALID_TOKEN = 18,    /* the stored license is damaged, forged, another machine's, or its grace period is over */
    CG_LICENSE_WRONG_PRODUCT = 19,    /* the key is for another product */
    CG_LICENSE_RATE_LIMITED = 20,     /* too many new machines in an hour: CG_LICENSE_RETRY_AFTER_SECONDS says when */
    CG_LICENSE_MISSING_FIELDS = 21,   /* the server misses a value, such as an empty key */
    CG_LICENSE_INVALID_REQUEST = 22,  /* the server cannot use a value */
    CG_LICENSE_UNAUTHORIZED = 23,     /* a proxy or server asks for a password */
    CG_LICENSE_CONFLICT = 24,         /* something else was changed at the same time */
    CG_LICENSE_INTERNAL = 25,         /* a fault of the server */
    CG_LICENSE_UNAVAILABLE = 26,      /* the server cannot serve now */
    CG_LICENSE_REFUSED = 99,          /* a code newer than this library: ask for CG_LICENSE_ERROR_CODE */

    CG_LICENSE_BAD_ARGUMENT = 100,    /* an argument of the call cannot be used; nothing was done */
    CG_LICENSE_CLOSED = 101,          /* the client was closed, or never was one; nothing was done */
    CG_LICENSE_NO_VALUE = 102,        /* the number is not known, or the license has none */
    CG_LICENSE_BROKEN = 103           /* a fault of this library; the text says what to report */
} cg_license_result;

/* True when the tool may run. */
#define CG_LICENSE_MAY_RUN(result) ((result) == CG_LICENSE_OK || (result) == CG_LICENSE_DEGRADED)

/* Texts of a client, for cg_license_text(). Empty when there is none. */
typedef enum cg_license_text_field {
    CG_LICENSE_FINGERPRINT = 1,       /* this machine for this product: 64 hexadecimal digits */
    CG_LICENSE_FILE = 2,              /* path of the file that keeps the license between runs */
    CG_LICENSE_KEY = 3,               /* the license key. Keep it out of logs */
    CG_LICENSE_STATUS = 4,            /* "active" or "degraded" while the tool may run, else the code of what stops it */
    CG_LICENSE_MESSAGE = 5,           /* the seller's message for the artist */
    CG_LICENSE_VARIANT = 6,           /* the edition bought, such as "indie" */
    CG_LICENSE_TYPE = 7,              /* "per-machine", "floating" or "site" */
    CG_LICENSE_FEATURES = 8,          /* what the variant unlocks, one per line */
    CG_LICENSE_ERROR_CODE = 9,        /* of the last check, heartbeat or deactivation, such as "expired" */
    CG_LICENSE_ERROR_TEXT = 10,       /* the same for people: what happened and what to do */
    CG_LICENSE_ERROR_REASON = 11,     /* finer cause, such as "grace_expired" */
    CG_LICENSE_SESSION_ID = 12        /* floating: the session that holds the seat, as of the last activation */
} cg_license_text_field;

/* Numbers of a client, for cg_license_number(). */
typedef enum cg_license_number_field {
    CG_LICENSE_MACHINES_USED = 1,     /* machine slots taken when the server last said so */
    CG_LICENSE_MAX_MACHINES = 2,      /* machine slots of the license; -1 is unlimited */
    CG_LICENSE_TOKEN_EXPIRES_AT = 3,  /* until when the machine runs without asking, the grace period not counted */
    CG_LICENSE_LICENSE_EXPIRES_AT = 4,/* when the license ends; none when it is perpetual */
    CG_LICENSE_DAYS_REMAINING = 5,    /* whole days until the license ends; none when it is perpetual */
    CG_LICENSE_SEATS_USED = 6,        /* floating: seats taken, this one included, as of the last activation */
    CG_LICENSE_MAX_CONCURRENT = 7,    /* floating: seats of the license; -1 is unlimited */
    CG_LICENSE_HEARTBEAT_SECONDS = 8, /* floating: how often to send a heartbeat */
    CG_LICENSE_SESSION_EXPIRES_AT = 9,/* floating: when the seat lapses without one, as of the last activation */
    CG_LICENSE_RETRY_AFTER_SECONDS = 10 /* after a refusal: when a new try can succeed, as far as the server said so */
} cg_license_number_field;

/* How a client finds its server, its product and its place on disk. Begin with CG_LICENSE_OPTIONS_INIT. */
typedef struct cg_license_options {
    size_t size;                      /* sizeof(cg_license_options): tells this library how much of it your program knows */
    const char *server_url;           /* needed: https://, or http:// to this machine; to others only with a root key */
    const char *product_id;           /* needed: 1 to 64 of A-Z a-z 0-9 . _ - */
    const char *product_salt;         /* needed: the product's secret text; goes into the fingerprint and seals the file */
    const char *storage_dir;          /* folder of license.dat, one per product; NULL: the platform's place for settings */
    const char *public_key;           /* the server's root key (PEM); NULL: the one packed with this library, else the first met over TLS */
    int32_t check_timeout_ms;         /* longest time of a check in all; 0 is the default of 5000 */
    int32_t request_timeout_ms;       /* longest time of every other call in all; 0 is the default of 15000 */
} cg_license_options;

#define CG_LICENSE_OPTIONS_INIT { sizeof(cg_license_options), NULL, NULL, NULL, NULL, NULL, 0, 0 }

/* A client for one product on one machine. Never look inside: a closed one answers CG_LICENSE_CLOSED, it does not crash. */
typedef struct cg_license_client cg_license_client;

/*
 * Called on a thread of the library, once per loss, when the server says that the seat or the license is gone. Do not throw
 * through it. After cg_license_stop_keeping() or cg_license_close() has returned it is not called any more, unless it was itself the caller.
 */
typedef void (*cg_license_lost)(cg_license_client *client, cg_license_result why, const char *text, void *user_data);

/* CG_LICENSE_API_VERSION of the library that is loaded. */
CG_LICENSE_API int32_t cg_license_api_version(void);

/* Version of the library that is loaded, such as "0.1.0". Lives as long as the process. */
CG_LICENSE_API const char *cg_license_version(void);

/* The server's word for a result, such as "machine_limit"; "unknown" for another number. Lives as long as the process. */
CG_LICENSE_API const char *cg_license_result_name(cg_license_result result);

/* Makes a client. Touches neither disk nor network. CG_LICENSE_BAD_ARGUMENT when an option cannot be used; *client is NULL then. */
CG_LICENSE_API cg_license_result cg_license_open(const cg_license_options *options, cg_license_client **client);

/* Ends heartbeats and connections. The license stays activated, a floating seat lapses by itself. */
CG_LICENSE_API cg_license_result cg_license_close(cg_license_client *client);

/*
 * May the tool run? Yes for CG_LICENSE_OK and CG_LICENSE_DEGRADED. Asks the server only when the stored token is due (once a day;
 * floating: every time), for at most check_timeout_ms, and runs on the token when the server is silent.
 */
CG_LICENSE_API cg_license_result cg_license_check(cg_license_client *client);

/* Binds this machine to a license and stores its token. Again is harmless: same slot, new token. Case, hyphens and blanks of the key do not matter. */
CG_LICENSE_API cg_license_result cg_license_activate(cg_license_client *client, const char *license_key);

/*
 * The same for a machine without network: takes over a license file that was carried here, see cg_license_write_request(). Needs a root key, packed
 * or given: a file is no first meeting. CG_LICENSE_INVALID_TOKEN for a file of another machine, forged, over, or older than what is held.
 */
CG_LICENSE_API cg_license_result cg_license_activate_from_file(cg_license_client *client, const char *path);

/* Writes the request for such a file, such as "tool.cgrequest", to be carried to a computer with network. Nothing in it is secret. */
CG_LICENSE_API cg_license_result cg_license_write_request(cg_license_client *client, const char *path);

/* Gives this machine's slot or seat back and deletes the stored license. CG_LICENSE_NETWORK keeps the file, so that the slot is not lost. */
CG_LICENSE_API cg_license_result cg_license_deactivate(cg_license_client *client);

/* Keeps this machine's floating seat, or takes a free one when it lapsed. */
CG_LICENSE_API cg_license_result cg_license_heartbeat(cg_license_client *client);

/* Sends heartbeats in the background until the client is closed. lost may be NULL. Called again, it only changes whom to call. */
CG_LICENSE_API cg_license_result cg_license_keep_seat(cg_license_client *client, cg_license_lost lost, void *user_data);

/* Ends what cg_license_keep_seat() began. The seat is not given back: it lapses, or cg_license_deactivate() returns it. */
CG_LICENSE_API cg_license_result cg_license_stop_keeping(cg_license_client *client);

/*
 * Writes a text into buffer, cut to size bytes at a whole character and always ended by NUL (as snprintf). Returns the bytes the whole text needs
 * without NUL: when that is size or more, it was cut. buffer may be NULL when size is 0. 0 for a closed client or an unknown field.
 */
CG_LICENSE_API size_t cg_license_text(cg_license_client *client, cg_license_text_field field, char *buffer, size_t size);

/* Writes a number. CG_LICENSE_NO_VALUE when there is none; *value is 0 then. */
CG_LICENSE_API cg_license_result cg_license_number(cg_license_client *client, cg_license_number_field field, int64_t *value);

/* 1 when the license unlocks the feature, else 0. Compares letter by letter. */
CG_LICENSE_API int32_t cg_license_has_feature(cg_license_client *client, const char *feature);

/* Text of this thread's last call that did not answer CG_LICENSE_OK; empty before. Written as by cg_license_text(). */
CG_LICENSE_API size_t cg_license_last_error(char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
