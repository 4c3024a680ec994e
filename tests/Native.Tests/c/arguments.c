/* Calls that no program should make. Each must answer and leave the process alive. URL FOLDER; prints "done". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cg_license.h"

#define EXPECT(what) \
    do { \
        if (!(what)) { \
            printf("line %d: not so: %s\n", __LINE__, #what); \
            exit(1); \
        } \
    } while (0)

static int says(const char *part)
{
    char text[512];
    cg_license_last_error(text, sizeof text);
    return strstr(text, part) != NULL;
}

int main(int count, char **words)
{
    cg_license_options options = CG_LICENSE_OPTIONS_INIT;
    cg_license_client *client = (cg_license_client *)words;
    cg_license_client *never = (cg_license_client *)words;
    int64_t number = 7;
    char small[4];
    char text[512];

    EXPECT(count == 3);
    EXPECT(cg_license_api_version() == CG_LICENSE_API_VERSION);
    EXPECT(strlen(cg_license_version()) >= 5);
    EXPECT(strcmp(cg_license_result_name((cg_license_result)4711), "unknown") == 0);
    EXPECT(cg_license_result_name(CG_LICENSE_MACHINE_LIMIT) == cg_license_result_name(CG_LICENSE_MACHINE_LIMIT));

    EXPECT(cg_license_open(NULL, &client) == CG_LICENSE_BAD_ARGUMENT && client == NULL && says("NULL"));
    EXPECT(cg_license_open(&options, NULL) == CG_LICENSE_BAD_ARGUMENT);
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_BAD_ARGUMENT && says("server_url"));
    options.server_url = words[1];
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_BAD_ARGUMENT && says("product_id"));
    options.product_id = "../evil";
    options.product_salt = "salt";
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_BAD_ARGUMENT && says("product id"));
    options.product_id = "tool";
    options.product_salt = "\xff\xfe";
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_BAD_ARGUMENT && says("UTF-8"));
    options.product_salt = "salt";
    options.public_key = "no key";
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_BAD_ARGUMENT && says("public key"));
    options.public_key = NULL;
    options.check_timeout_ms = -1;
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_BAD_ARGUMENT && says("time-out"));
    options.check_timeout_ms = 0;
    options.size = 3;
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_BAD_ARGUMENT && says("CG_LICENSE_OPTIONS_INIT"));
    options.size = sizeof options;
    options.server_url = "http://licenses.example.com";
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_OK);
    EXPECT(cg_license_activate(client, "KEY") == CG_LICENSE_INVALID_REQUEST && says("https://"));
    EXPECT(cg_license_close(client) == CG_LICENSE_OK);
    options.server_url = words[1];
    options.storage_dir = words[2];
    EXPECT(cg_license_open(&options, &client) == CG_LICENSE_OK && client != NULL);

    EXPECT(cg_license_activate(client, NULL) == CG_LICENSE_BAD_ARGUMENT);
    EXPECT(cg_license_activate(client, "\xc3(") == CG_LICENSE_BAD_ARGUMENT);
    EXPECT(cg_license_activate(client, "") != CG_LICENSE_OK);
    EXPECT(cg_license_activate_from_file(client, NULL) == CG_LICENSE_BAD_ARGUMENT && says("path"));
    EXPECT(cg_license_activate_from_file(client, "/nowhere/at/all") == CG_LICENSE_INVALID_REQUEST);
    EXPECT(cg_license_write_request(client, "/nowhere/at/all") == CG_LICENSE_INVALID_REQUEST);
    EXPECT(cg_license_number(client, CG_LICENSE_MACHINES_USED, NULL) == CG_LICENSE_BAD_ARGUMENT);
    EXPECT(cg_license_number(client, CG_LICENSE_MACHINES_USED, &number) == CG_LICENSE_NO_VALUE && number == 0);
    EXPECT(cg_license_number(client, (cg_license_number_field)4711, &number) == CG_LICENSE_NO_VALUE);
    EXPECT(cg_license_text(client, (cg_license_text_field)4711, text, sizeof text) == 0 && text[0] == 0);
    EXPECT(cg_license_text(client, CG_LICENSE_FINGERPRINT, NULL, 0) == 64);
    EXPECT(cg_license_text(client, CG_LICENSE_FINGERPRINT, small, sizeof small) == 64 && strlen(small) == 3);
    EXPECT(cg_license_text(client, CG_LICENSE_VARIANT, text, sizeof text) == 0 && text[0] == 0);
    EXPECT(cg_license_has_feature(client, NULL) == 0);
    EXPECT(cg_license_has_feature(client, "anything") == 0);
    EXPECT(cg_license_check(client) == CG_LICENSE_NOT_ACTIVATED);
    EXPECT(cg_license_last_error(NULL, 0) > 0);
    EXPECT(cg_license_stop_keeping(client) == CG_LICENSE_OK);

    EXPECT(cg_license_close(client) == CG_LICENSE_OK);
    EXPECT(cg_license_close(client) == CG_LICENSE_CLOSED && says("cg_license_open"));
    EXPECT(cg_license_check(client) == CG_LICENSE_CLOSED);
    EXPECT(cg_license_keep_seat(client, NULL, NULL) == CG_LICENSE_CLOSED);
    EXPECT(cg_license_number(client, CG_LICENSE_MACHINES_USED, &number) == CG_LICENSE_CLOSED);
    EXPECT(cg_license_text(client, CG_LICENSE_FILE, text, sizeof text) == 0 && text[0] == 0);
    EXPECT(cg_license_check(NULL) == CG_LICENSE_CLOSED);
    EXPECT(cg_license_check(never) == CG_LICENSE_CLOSED);
    puts("done");
    return 0;
}
