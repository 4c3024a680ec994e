/* Thirty-two threads on one client, and one that opens and closes others all the while. URL PRODUCT SALT FOLDER; prints how many checks were good. */
#include <pthread.h>
#include <stdio.h>

#include "cg_license.h"

enum { THREADS = 32, CHECKS = 50 };

static cg_license_options options = CG_LICENSE_OPTIONS_INIT;
static cg_license_client *client;

static void *check(void *good)
{
    char text[256];
    int i;
    for (i = 0; i < CHECKS; i++) {
        if (CG_LICENSE_MAY_RUN(cg_license_check(client)) && cg_license_text(client, CG_LICENSE_FINGERPRINT, text, sizeof text) == 64)
            ++*(int *)good;
    }
    return NULL;
}

static void *open_and_close(void *good)
{
    int i;
    for (i = 0; i < CHECKS; i++) {
        cg_license_client *other;
        if (cg_license_open(&options, &other) == CG_LICENSE_OK && cg_license_check(other) == CG_LICENSE_OK && cg_license_close(other) == CG_LICENSE_OK)
            ++*(int *)good;
    }
    return NULL;
}

int main(int count, char **words)
{
    pthread_t threads[THREADS];
    int good[THREADS] = {0};
    int sum = 0;
    int i;

    if (count != 5)
        return 2;
    options.server_url = words[1];
    options.product_id = words[2];
    options.product_salt = words[3];
    options.storage_dir = words[4];
    if (cg_license_open(&options, &client) != CG_LICENSE_OK)
        return 2;
    for (i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, i == 0 ? open_and_close : check, &good[i]);
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        sum += good[i];
    }
    printf("%d of %d\n", sum, THREADS * CHECKS);
    return cg_license_close(client);
}
