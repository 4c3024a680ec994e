/* The smallest tool that licenses itself, in C. */
#include <stdio.h>

#include "cg_license.h"

int main(int count, char **words)
{
    cg_license_options options = CG_LICENSE_OPTIONS_INIT;
    cg_license_client *client;
    cg_license_result result;
    char text[512];

    options.server_url = "http://127.0.0.1:8080";
    options.product_id = "demo-tool";
    options.product_salt = "demo-salt";
    result = cg_license_open(&options, &client);

    /* A key on the command line activates this machine. */
    if (result == CG_LICENSE_OK && count > 1)
        result = cg_license_activate(client, words[1]);
    if (result == CG_LICENSE_OK)
        result = cg_license_check(client);

    if (CG_LICENSE_MAY_RUN(result)) {
        int64_t used, all;
        cg_license_text(client, CG_LICENSE_VARIANT, text, sizeof text);
        cg_license_number(client, CG_LICENSE_MACHINES_USED, &used);
        cg_license_number(client, CG_LICENSE_MAX_MACHINES, &all);
        printf("Licensed: %s, %ld of %ld machines.\n", text, (long)used, (long)all);
    } else {
        cg_license_last_error(text, sizeof text);
        printf("Not licensed (%s): %s\n", cg_license_result_name(result), text);
    }

    cg_license_close(client);
    return CG_LICENSE_MAY_RUN(result) ? 0 : 1;
}
