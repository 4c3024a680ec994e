/* Does what its arguments say and prints a line for each: URL PRODUCT SALT FOLDER KEYFILE|- COMMAND … */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cg_license.h"

static const char *after(const char *word, const char *command)
{
    size_t length = strlen(command);
    return strncmp(word, command, length) == 0 ? word + length : NULL;
}

static void show(cg_license_result result)
{
    char text[1024];
    cg_license_last_error(text, sizeof text);
    printf("%d %s %s\n", (int)result, cg_license_result_name(result), result == CG_LICENSE_OK ? "" : text);
}

static void lost(cg_license_client *client, cg_license_result why, const char *text, void *user_data)
{
    printf("lost %d %s %s %s\n", (int)why, text, (const char *)user_data, client ? "client" : "none");
    fflush(stdout);
}

static char *file(const char *path)
{
    static char content[8192];
    FILE *in = fopen(path, "r");
    size_t length = in ? fread(content, 1, sizeof content - 1, in) : 0;
    content[length] = 0;
    if (in)
        fclose(in);
    return content;
}

int main(int count, char **words)
{
    static char mine[] = "mine";
    cg_license_options options = CG_LICENSE_OPTIONS_INIT;
    cg_license_client *client;
    cg_license_result opened;
    int i;

    if (count < 6)
        return 2;
    options.server_url = words[1];
    options.product_id = words[2];
    options.product_salt = words[3];
    options.storage_dir = words[4];
    options.public_key = strcmp(words[5], "-") == 0 ? NULL : file(words[5]);
    options.check_timeout_ms = 3000;
    opened = cg_license_open(&options, &client);
    if (opened != CG_LICENSE_OK)
        show(opened);
    for (i = 6; i < count; i++) {
        const char *rest;
        if (strcmp(words[i], "check") == 0)
            show(cg_license_check(client));
        else if ((rest = after(words[i], "activate:")))
            show(cg_license_activate(client, rest));
        else if ((rest = after(words[i], "take:")))
            show(cg_license_activate_from_file(client, rest));
        else if ((rest = after(words[i], "request:")))
            show(cg_license_write_request(client, rest));
        else if (strcmp(words[i], "deactivate") == 0)
            show(cg_license_deactivate(client));
        else if (strcmp(words[i], "heartbeat") == 0)
            show(cg_license_heartbeat(client));
        else if (strcmp(words[i], "keep") == 0)
            show(cg_license_keep_seat(client, lost, mine));
        else if (strcmp(words[i], "stop") == 0)
            show(cg_license_stop_keeping(client));
        else if (strcmp(words[i], "close") == 0)
            show(cg_license_close(client));
        else if ((rest = after(words[i], "text:"))) {
            char text[2048];
            size_t length = cg_license_text(client, (cg_license_text_field)atoi(rest), text, sizeof text);
            printf("%lu %s\n", (unsigned long)length, text);
        } else if ((rest = after(words[i], "number:"))) {
            int64_t value;
            cg_license_result result = cg_license_number(client, (cg_license_number_field)atoi(rest), &value);
            printf("%d %ld\n", (int)result, (long)value);
        } else if ((rest = after(words[i], "feature:")))
            printf("%d\n", (int)cg_license_has_feature(client, rest));
        else if (strcmp(words[i], "wait") == 0)
            (void)getchar();
        else
            return 2;
        fflush(stdout);
    }

    return 0;
}
