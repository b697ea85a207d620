/* The issuers of the system are believed. */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"
#include "../harness/wine.h"

#ifdef _WIN32

#include <wincrypt.h>

static BYTE certificate[8192];
static DWORD length = sizeof certificate;

/* ISO C has no cast from an object's address to a function's. */
static void find(void *function, const char *name)
{
    FARPROC found = GetProcAddress(LoadLibraryA("crypt32.dll"), name);
    CHECK(found != NULL);
    memcpy(function, &found, sizeof found);
}

static HCERTSTORE open_store(void)
{
    HCERTSTORE(WINAPI * open)(HCRYPTPROV_LEGACY, const char *);
    find(&open, "CertOpenSystemStoreA");
    HCERTSTORE store = open(0, "ROOT");
    CHECK(store != NULL);
    return store;
}

/* What was changed is there for others from then on. */
static void close_store(HCERTSTORE store)
{
    BOOL(WINAPI * close)(HCERTSTORE, DWORD);
    find(&close, "CertCloseStore");
    CHECK(close(store, 0));
}

static void believe(const char *ca_file)
{
    BOOL(WINAPI * decode)(const char *, DWORD, DWORD, BYTE *, DWORD *, DWORD *, DWORD *);
    BOOL(WINAPI * add)(HCERTSTORE, DWORD, const BYTE *, DWORD, DWORD, PCCERT_CONTEXT *);
    if (!is_wine())
        SKIP("Windows asks whoever sits there before it believes an issuer");
    find(&decode, "CryptStringToBinaryA");
    find(&add, "CertAddEncodedCertificateToStore");
    char *text = contents_of(ca_file);
    CHECK(decode(text, 0, CRYPT_STRING_BASE64HEADER, certificate, &length, NULL, NULL));
    free(text);
    HCERTSTORE store = open_store();
    CHECK(add(store, X509_ASN_ENCODING, certificate, length, CERT_STORE_ADD_ALWAYS, NULL));
    close_store(store);
}

static void forget(void)
{
    PCCERT_CONTEXT(WINAPI * make)(DWORD, const BYTE *, DWORD);
    PCCERT_CONTEXT(WINAPI * look_for)(HCERTSTORE, DWORD, DWORD, DWORD, const void *, PCCERT_CONTEXT);
    BOOL(WINAPI * remove_it)(PCCERT_CONTEXT);
    find(&make, "CertCreateCertificateContext");
    find(&look_for, "CertFindCertificateInStore");
    find(&remove_it, "CertDeleteCertificateFromStore");
    HCERTSTORE store = open_store();
    PCCERT_CONTEXT own = make(X509_ASN_ENCODING, certificate, length);
    PCCERT_CONTEXT there = look_for(store, X509_ASN_ENCODING, 0, CERT_FIND_EXISTING, own, NULL);
    CHECK(there != NULL && remove_it(there));
    close_store(store);
}

#else

/* As it is moved there. */
static void believe(const char *ca_file)
{
    CHECK(set_variable("SSL_CERT_FILE", ca_file));
}

static void forget(void)
{
    CHECK_EQ(unsetenv("SSL_CERT_FILE"), 0);
}

#endif

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    af_status before = af_login(client, KEY, NULL, &error);
    /* Wine does not forget for good: what an earlier run has put there is there again. */
    if (!is_wine() || before != AF_STATUS_OK)
        CHECK_STATUS(before, AF_STATUS_TLS_UNTRUSTED);
    believe(setting("AF_TEST_CA_FILE"));
    af_status status = af_login(client, KEY, NULL, &error);
    forget();
    if (status != AF_STATUS_OK)
        FAIL("%s: %s", error.code, error.message);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
